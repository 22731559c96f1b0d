// Views: who sees which zone. A zone stands in the forest under the key of every view that it is seen in, so a view is a
// number and costs nothing to those who never use one. Several zones may have one apex in different views.

/** The view of zones that everyone sees. */
export const publicView = 0;
/** The view of hosts that are nobody's zone: what aliases of load balancers and their like lead to. */
export const hostsView = 1;
/** The first of the views of VPCs: private zones. A question from a VPC is answered from its view, then the public one. */
export const firstVpcView = 2;
/** The first of the views of name servers, which have a number each: with strict delegation sets, what each of them serves. */
export const firstServerView = 2 ** 23;
/** The first of the views that show one zone alone: an alias names its target's zone by it. */
export const firstOwnView = 2 ** 24;

/** Whether everybody can ask for what is in a view, be it of one name server only. */
export function isForAll(view: number): boolean {
  return view === publicView || (view >= firstServerView && view < firstOwnView);
}

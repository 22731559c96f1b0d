// Points on the Earth as unit vectors, so that a distance costs one dot product. Distances are along great circles of a
// sphere with the Earth's mean radius: within half a percent of the truth, far below what a network path adds.

const earthRadiusKm = 6371;

/** A point on the unit sphere. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export function pointAt(latitude: number, longitude: number): Point {
  const phi = (latitude * Math.PI) / 180;
  const lambda = (longitude * Math.PI) / 180;
  return { x: Math.cos(phi) * Math.cos(lambda), y: Math.cos(phi) * Math.sin(lambda), z: Math.sin(phi) };
}

export function distanceKm(a: Point, b: Point): number {
  return angleKm(a.x * b.x + a.y * b.y + a.z * b.z);
}

/** The distance to a point given in hundredths of a degree, as a geoproximity set holds it; makes no object. */
export function distanceToKm(from: Point, latitude100: number, longitude100: number): number {
  const phi = (latitude100 * Math.PI) / 18_000;
  const lambda = (longitude100 * Math.PI) / 18_000;
  const across = Math.cos(phi);
  return angleKm(from.x * across * Math.cos(lambda) + from.y * across * Math.sin(lambda) + from.z * Math.sin(phi));
}

/** Rounding may leave a cosine a little outside -1 to 1. */
function angleKm(cosine: number): number {
  return Math.acos(Math.min(Math.max(cosine, -1), 1)) * earthRadiusKm;
}

/**
 * Distance as geoproximity weighs it: a positive bias draws traffic from further away, a negative one gives it up
 * (DG:routing-policy-geoproximity#routing-policy-geoproximity-bias).
 */
export function biasedKm(km: number, bias: number): number {
  return bias > 0 ? km * (1 - bias / 100) : km / (1 + bias / 100);
}

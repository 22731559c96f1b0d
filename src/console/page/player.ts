// Steps one after the other, as slowly as a class needs them: everything that shows a step is marked as it comes, stays dim
// before, and can be gone back from. Arrow keys go to and fro.
// Invariant: whoever shows steps is told of the one that is at hand, and works nothing out from it.

import { element } from "./elements.ts";

/** Hears which step is at hand; null: all have been. */
export type Follower = (seq: number | null) => void;

const paceMs = 900;

/** Whom the arrow keys lead, of several on a page: the first, until another is used. */
let led: Player | null = null;
const players = new WeakMap<Element, Player>();

addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
  const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const first = document.querySelector(".player");
  if (led?.controls.isConnected !== true) led = first === null ? null : (players.get(first) ?? null);
  if (steps !== undefined) led?.by(steps);
});

function lead(player: Player): void {
  led = player;
}

export class Player {
  readonly controls: HTMLElement;
  readonly #seqs: readonly number[];
  readonly #sentences: ReadonlyMap<number, string>;
  readonly #followers: Follower[] = [];
  readonly #where: HTMLElement;
  readonly #play: HTMLButtonElement;
  /** The place of the step at hand; all have been when it is behind the last. */
  #at: number;
  #timer: number | null = null;

  constructor(seqs: readonly number[], sentences: ReadonlyMap<number, string>) {
    this.#seqs = seqs;
    this.#sentences = sentences;
    this.#at = seqs.length;
    this.#where = element("output", {});
    this.#play = element("button", { type: "button", click: () => this.#toggle() }, "Step through");
    const button = (label: string, title: string, click: () => void): HTMLElement =>
      element("button", { type: "button", title, "aria-label": title, click }, label);
    this.controls = element(
      "div",
      { class: "player", role: "group", "aria-label": "Steps" },
      button("⇤", "First step", () => this.goTo(0)),
      button("←", "Step before", () => this.by(-1)),
      this.#play,
      button("→", "Next step", () => this.by(1)),
      button("⇥", "All steps", () => this.goTo(seqs.length)),
      this.#where,
    );
    players.set(this.controls, this);
    this.#tell();
  }

  follow(follower: Follower): void {
    this.#followers.push(follower);
    follower(this.#seqs[this.#at] ?? null);
  }

  /** Makes this step the one at hand. */
  show(seq: number): void {
    this.goTo(this.#seqs.indexOf(seq));
  }

  goTo(at: number): void {
    lead(this);
    this.#stop();
    this.#move(at);
  }

  by(steps: number): void {
    this.goTo(this.#at + steps);
  }

  #toggle(): void {
    if (this.#timer !== null) {
      this.#stop();
      return;
    }
    this.#move(this.#at >= this.#seqs.length - 1 ? 0 : this.#at + 1);
    this.#timer = setInterval(() => {
      if (this.#at >= this.#seqs.length - 1 || !this.controls.isConnected) this.#stop();
      else this.#move(this.#at + 1);
    }, paceMs);
    this.#play.textContent = "Pause";
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#play.textContent = "Step through";
  }

  #move(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.#seqs.length));
    this.#tell();
  }

  #tell(): void {
    const count = this.#seqs.length;
    const sentence = this.#sentences.get(this.#seqs[this.#at]);
    this.#where.textContent = sentence === undefined ? `${count} steps` : `${this.#at + 1} of ${count}: ${sentence}`;
    for (const follower of this.#followers) follower(this.#seqs[this.#at] ?? null);
  }
}

/** Marks elements by where their step stands to the one at hand, and brings that one into sight. */
export function markSteps(marked: ReadonlyMap<number, Element>, show: (now: Element) => void): Follower {
  return (seq) => {
    for (const [one, shown] of marked) {
      shown.classList.toggle("later", seq !== null && one > seq);
      shown.classList.toggle("now", one === seq);
      if (one === seq) shown.setAttribute("aria-current", "step");
      else shown.removeAttribute("aria-current");
    }
    const now = seq === null ? undefined : marked.get(seq);
    if (now?.isConnected === true) show(now);
  };
}

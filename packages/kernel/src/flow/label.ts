/** Where a value comes from. Everything a program, a file or a server said is untrusted. */
export type Trust = 'person' | 'trusted' | 'untrusted' | 'unknown';

/** How far a value may go. One high-water mark per session. */
export type Confidentiality = 'public' | 'domain' | 'private' | 'secret';

export interface Label {
  readonly trust: Trust;
  readonly confidentiality: Confidentiality;
  /** What produced it, for people: `file.read notes/a.md`. */
  readonly origin: string;
}

export interface Labelled<T> extends Label {
  readonly value: T;
}

const height = { public: 0, domain: 1, private: 2, secret: 3 } as const satisfies Record<
  Confidentiality,
  number
>;

export function higher(one: Confidentiality, other: Confidentiality): Confidentiality {
  return height[one] >= height[other] ? one : other;
}

export function atLeast(value: Confidentiality, floor: Confidentiality): boolean {
  return height[value] >= height[floor];
}

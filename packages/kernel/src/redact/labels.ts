/** Secrets that are told apart at a time; beyond it old ones are forgotten, no number comes twice. */
const most = 10_000;

/** Gives each secret its label: the same one for the same secret, numbered as they come. */
export interface Labels {
  of(secret: string, kind: string): string;
}

/** What was redacted before stays as it is. */
const isLabel = /^\[secret:[a-z0-9-]{1,40}#\d{1,9}\]$/u;

export function createLabels(): Labels {
  const known = new Map<string, string>();
  let count = 0;
  return {
    of(secret, kind) {
      if (isLabel.test(secret)) return secret;
      const found = known.get(secret);
      if (found !== undefined) return found;
      if (known.size >= most) known.clear();
      count += 1;
      const label = `[secret:${kind}#${String(count)}]`;
      known.set(secret, label);
      return label;
    },
  };
}

const everyLabel = /\[secret:[a-z0-9-]{1,40}#\d{1,9}\]/gu;

/** The labels a text holds: where one is written back, the secret that stood there is lost. */
export const labelsIn = (text: string): readonly string[] => text.match(everyLabel) ?? [];

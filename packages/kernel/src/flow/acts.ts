import { wordsOf } from './words.ts';

const table = (words: string) => new Set(words.split(' '));

const removes = table('delete remove cancel erase discard trash purge wipe destroy');
const takes = table(
  'drop revoke unshare uninvite unfriend unfollow kick ban block lock suspend expire clear terminate ' +
    'deactivate disable unsubscribe close archive uninstall reset overwrite truncate leave rm del',
);
/** `deletion`, `removal`, `deleteuser`: what begins with such a verb is one. */
const removing = /^(?:delet|remov|cancel|eras|purg|trash|destroy)/u;

const verbOf = (words: readonly string[]): string | undefined =>
  words.find((word) => removes.has(word) || takes.has(word) || removing.test(word));

/**
 * THE table of what nobody means in passing: words of a tool's name, and those of which the person
 * must have said one. What takes something away has to be asked for by its own verb.
 */
const acts: readonly (readonly [tool: ReadonlySet<string>, said: ReadonlySet<string>])[] = [
  [
    table(
      'pay payment payments money transfer transaction transactions purchase buy order checkout ' +
        'donate donation wire refund withdraw deposit trade invest bid book booking reserve ' +
        'reservation rent',
    ),
    table(
      'pay paying payment payments send sending transfer wire give buy buying purchase order donate ' +
        'donation refund reimburse repay return settle split deposit withdraw trade invest bid spend ' +
        'top book booking reserve reservation rent rental hire table set schedule standing recurring ' +
        'monthly weekly daily yearly raise increase lower reduce adjust change update move',
    ),
  ],
  [
    table('grant promote share invite authorize permission permissions role roles admin owner'),
    table(
      'grant give promote share sharing invite inviting add adding allow authorize let permission ' +
        'permissions access role admin administrator owner make editor viewer',
    ),
  ],
  [
    table('password passcode passphrase pin credential credentials mfa 2fa'),
    table('set change reset update new replace renew rotate'),
  ],
];

/** Any of these says that something new is to be there. */
const making = table('create add write make new put save draft start');

/** Words of a tool's name that say nothing of what it does. */
const empty = table(
  'do run call get set make the a an to of for in on tool action api execute perform',
);

/**
 * What of a tool's name the person must have said, each by one of its words: the rows of the table
 * it is of, and of a tool without any sink (`whole`) every word that means something.
 */
export function actionOf(tool: string, whole: boolean): readonly ReadonlySet<string>[] {
  const words = wordsOf(tool);
  const verb = verbOf(words);
  const away = verb === undefined ? [] : [new Set([verb, ...removes])];
  const meant = acts.flatMap(([named, said]) =>
    words.some((word) => named.has(word)) ? [said] : [],
  );
  if (!whole) return [...away, ...meant];
  const telling = words.filter((word) => !empty.has(word) && word !== verb);
  return [
    ...away,
    ...meant,
    ...(telling.length === 0 && verb === undefined ? words : telling).map((word) =>
      making.has(word) ? making : new Set([word]),
    ),
  ];
}

/** Verbs of tools that say or make something new: what they are told to write names nothing. */
const composes = table(
  'send post write create add append reply respond answer draft make new compose submit save insert ' +
    'schedule book reserve open invite remind notify tell pay transfer',
);
/** Names of prose by which people know a thing. */
const labels = table('title subject headline');
/** Said about what is taken away. */
const remarks = table('comment comments reason remark remarks feedback');

/** True where prose of this name tells which thing is worked on, not what is written. */
export function isNaming(tool: string, name: string): boolean {
  const words = wordsOf(tool);
  if (verbOf(words) !== undefined) return !remarks.has(name);
  if (words.some((word) => composes.has(word))) return false;
  return labels.has(name) || words.slice(1).includes(name);
}

/** Tools that change what is there: for them `false` and what is empty are values, too. */
const changes = table('update edit change modify configure toggle patch share settings');
export const isChanging = (tool: string): boolean =>
  wordsOf(tool).some((word) => changes.has(word));

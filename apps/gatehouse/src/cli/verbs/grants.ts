import type { GrantView, Workbench } from '@gatehouse/contract';
import { english } from '@gatehouse/contract/words';
import type { ReasonCode } from '@gatehouse/kernel';
import { exitCodes } from '../exit-codes.ts';
import type { Verb } from '../face.ts';
import { dateText, endText, scopeText } from '../grant-text.ts';
import type { Output } from '../output.ts';
import { NEVER } from '../question-text.ts';
import { usageError } from '../usage-error.ts';

export const grants: Verb = (program, run) => {
  const command = program.command('grants').description('what you allowed beyond the rules');
  command
    .command('list', { isDefault: true })
    .description('list what is allowed now')
    .action(() =>
      run(async ({ output, workbench }) => {
        await listGrants(output, await workbench());
        return exitCodes.done;
      })(),
    );
  command
    .command('explain <id>')
    .description('what one covers, what it never covers, and what it let through')
    .action((id: string) =>
      run(async ({ output, workbench }) => {
        const grant = await (await workbench()).grants.explain(id);
        output.value(grant);
        for (const line of explained(grant)) output.line(line);
        output.line(
          grant.answered.length === 0
            ? 'It has answered no question yet.'
            : `What it answered instead of you (${String(grant.answered.length)}×):`,
        );
        for (const { time, operation, target } of grant.answered) {
          output.line(`  ${dateText(time)}  ${operation} ${target}`);
        }
        output.line(`Take it back: gatehouse grants revoke ${grant.id.slice(0, 8)}`);
        return exitCodes.done;
      })(),
    );
  command
    .command('revoke [ids...]')
    .description('take back those named, or all')
    .option('--all', 'every one')
    .action((ids: string[], options: { all?: boolean }) =>
      run(async ({ output, workbench }) => {
        if ((options.all === true) === ids.length > 0) {
          throw usageError('Name the grants to take back, or --all.');
        }
        const which = options.all === true ? 'all' : ids;
        const revoked = await (await workbench()).grants.revoke(which);
        output.value({ revoked });
        output.line(
          revoked.length === 0
            ? 'There is nothing to take back.'
            : `Taken back: ${revoked.map((id) => id.slice(0, 8)).join(', ')}. From now on it asks again.`,
        );
        return exitCodes.done;
      })(),
    );
};

/** The live ones; in a chat as by the verb. */
export async function listGrants(output: Output, workbench: Workbench): Promise<void> {
  const all = await workbench.grants.list();
  output.value(all);
  if (all.length === 0) output.note('Nothing is allowed beyond the rules.');
  for (const grant of all) {
    const { id, scope, domain, uses, used } = grant;
    output.line(`${id.slice(0, 8)}  ${scopeText(scope)}`);
    const last = used === null ? 'never used' : `used ${String(uses)}×, last ${dateText(used)}`;
    output.line(`          in ${domain}, ${endText(grant)}; ${last}`);
  }
}

/** Stands for what a reason names: a grant keeps the kind of reason, not what it was about then. */
const anything = { path: '…', program: '…', option: '…', operand: '…', host: '…', port: '…' };

const ofAnything = (code: ReasonCode): string =>
  english.reason[code]({ code, ...anything }).replaceAll(/…(?: …)+/gu, '…');

function explained(grant: GrantView): readonly string[] {
  const { id, scope, domain, codes, given, session } = grant;
  const command =
    scope.limit === 'command' ? scope.value.split('\n').map((line) => `  ${line}`) : [];
  const programs = scope.limit === 'tool' ? scope.programs.map((line) => `  ${line}`) : [];
  return [
    `Grant ${id}`,
    `You allowed: ${scopeText(scope)}`,
    ...command,
    ...programs,
    `Where: the domain ${domain}, while its folders are the same ones`,
    `How long: ${endText(grant)}${grant.length === 'lasting' ? '' : ` (session ${session})`}`,
    `Given: ${dateText(given)}`,
    'For these reasons and no other:',
    ...codes.map((code) => `  · ${ofAnything(code)} (${code})`),
    `Never with it: ${NEVER}.`,
  ];
}

import { cancel, confirm, intro, isCancel, log, outro, select, text } from '@clack/prompts';
import { GatehouseError } from '@gatehouse/kernel';
import type { Workbench } from '@gatehouse/contract';
import { visible } from '@gatehouse/contract/words';

/** What the talk that follows works in. */
type Start = { readonly in: string } | { readonly domain: string };

/** Folder, model or offline, first question: a person new here talks with their notes in a minute. */
export async function guidedStart(
  workbench: Workbench,
  folder: string | undefined,
  signal: AbortSignal,
): Promise<Start | null> {
  if (folder !== undefined) return { in: folder };
  const domains = await workbench.domains.list();
  intro('Gatehouse');
  if (domains.length > 0) {
    const chosen = await select({
      message: 'Which domain?',
      options: [
        ...domains.map((one) => ({
          value: one.name,
          label: one.name,
          hint: visible(one.roots.join(', ')),
        })),
        { value: '', label: 'Another folder' },
      ],
    });
    if (isCancel(chosen)) return left();
    if (chosen !== '') return { domain: chosen };
  }
  for (;;) {
    try {
      return await another(workbench, signal);
    } catch (error) {
      if (!(error instanceof GatehouseError)) throw error;
      log.error(error.message);
    }
  }
}

/** Throws what the workbench says about the folder: it is missing, refused, or a domain already. */
async function another(workbench: Workbench, signal: AbortSignal): Promise<Start | null> {
  const path = await text({
    message: 'Which folder holds your notes?',
    initialValue: process.cwd(),
  });
  if (isCancel(path)) return left();
  const keep = await confirm({ message: 'Remember it as a domain?' });
  if (isCancel(keep)) return left();
  if (!keep) {
    outro('Offline: answers quote your notes, and nothing leaves this machine.');
    return { in: path };
  }
  const ready = (await workbench.models.list()).filter((one) => one.configured);
  const model = await select({
    message: 'Who answers?',
    options: [
      { value: '', label: 'Offline', hint: 'quotes your notes; no key, no network' },
      ...ready.map((one) => ({
        value: one.id,
        label: one.label,
        hint: one.local ? 'on this machine' : one.host,
      })),
    ],
  });
  if (isCancel(model)) return left();
  const added = await workbench.domains.add(
    {
      roots: [path],
      mode: 'standard',
      models: model === '' ? [] : [model],
      localOnly: false,
    },
    signal,
  );
  outro(`Next time: gatehouse chat --domain ${JSON.stringify(added.name)}`);
  return { domain: added.name };
}

function left(): null {
  cancel('Nothing was changed.');
  return null;
}

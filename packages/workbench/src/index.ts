import type { Workbench } from '@gatehouse/contract';
import { begin } from './begin.ts';
import type { OpenOptions } from './house.ts';

export type { OpenOptions } from './house.ts';

/** Opens everything and gives the use cases of the contract. The caller closes it. */
export async function openWorkbench(options: OpenOptions): Promise<Workbench> {
  const begun = await begin(options);
  try {
    const { composeWorkbench } = await import('./open-workbench.ts');
    return await composeWorkbench(options, begun);
  } catch (error) {
    // Its threads, started already, would keep the program from ending; why it could not open is what is told.
    await Promise.allSettled([begun.index.close()]);
    begun.secrets.close();
    throw error;
  }
}

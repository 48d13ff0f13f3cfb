import { GatehouseError } from '@gatehouse/kernel';

/** The words on the command line are off; the message says how they should be. */
export const usageError = (message: string) => new GatehouseError('usage', message);

import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf } from '../native/index.ts';

/**
 * What a system call's refusal means once facts were taken: whatever vanished, turned into a link or
 * appeared did so since it was looked at.
 */
const meanings: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ENOENT: ['changed', 'It is not there any more.'],
  ENOTDIR: ['changed', 'A folder on the way is not one any more.'],
  ELOOP: ['changed', 'A link appeared on the way since it was looked at.'],
  EXDEV: ['changed', 'The way leads elsewhere since it was looked at.'],
  EEXIST: ['changed', 'Something of that name appeared meanwhile.'],
  ENOTEMPTY: ['changed', 'Something was added to the folder meanwhile.'],
  EISDIR: ['changed', 'It became a folder meanwhile.'],
  ENOSPC: ['disk_full', 'The disk is full. Nothing was changed.'],
  EDQUOT: ['disk_full', 'The disk quota is used up. Nothing was changed.'],
  EROFS: ['disk_read_only', 'The disk is read-only.'],
  EACCES: ['path_not_permitted', 'Your account may not do this here.'],
  EPERM: ['path_not_permitted', 'Your account may not do this here.'],
  ENAMETOOLONG: ['path_too_long', 'The name is too long for this disk.'],
  EFBIG: ['disk_full', 'The file would be larger than allowed here. Nothing was changed.'],
};

export function asFailure(error: unknown): unknown {
  const meaning = meanings[codeOf(error)];
  return meaning === undefined ? error : new GatehouseError(meaning[0], meaning[1], error);
}

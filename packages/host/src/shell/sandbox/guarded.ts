import { readdirSync, type Dirent } from 'node:fs';
import { codeOf } from '../../native/index.ts';
import { isBelow } from '../spec.ts';

/**
 * What of a workspace is run or obeyed later without anyone asking for it: by git, a shell, an
 * editor or an assistant opening the folder. Narrower than the kernel's table for file operations:
 * a build that may not write its lock file or Makefile would be no build.
 */
const GUARDED = new Set(
  `.husky .githooks .lefthook .vscode .idea .fleet .zed .cursor .windsurf .devcontainer .claude
  .codex .gemini .continue .roo .cline .kiro .gatehouse .envrc .npmrc .yarnrc .yarnrc.yml
  .mcp.json mcp.json claude.md agents.md gemini.md .cursorrules .windsurfrules .bashrc
  .bash_profile .bash_login .bash_logout .profile .zshrc .zshenv .zprofile .zlogin .kshrc .cshrc
  .tcshrc .config .inputrc .xprofile .xsession .xinitrc .vimrc .exrc .nvimrc .gvimrc .emacs
  .emacs.d .vim .dir-locals.el .gdbinit .lldbinit .gitconfig .tmux.conf .screenrc .netrc .curlrc
  .wgetrc .ssh .gnupg .ripgreprc .mise.toml mise.toml .tool-versions .sublime-project`.split(/\s+/),
);

/** Inside a repository's own folder: what makes git run something. The rest git has to write. */
const GUARDED_IN_GIT = new Set([
  'hooks',
  'config',
  'config.worktree',
  'info',
  'modules',
  'worktrees',
]);

/** How far a workspace is searched: a repository in a folder of projects, a module in a repository. */
const DEPTH = 3;
const MAX_DIRECTORIES = 400;
const NEVER_ENTERED = new Set(['node_modules', '.git', 'target', 'dist', 'build', '.venv', 'venv']);

/**
 * Existing places below `root` that a command may read and never change, absolute. Searches the
 * root, every directory from there to `cwd`, and what lies `DEPTH` below, breadth first, up to
 * `MAX_DIRECTORIES`: what lies deeper is not covered.
 */
export function guardedPlaces(root: string, cwd: string): readonly string[] {
  const found: string[] = [];
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: root, depth: 0 }];
  for (let at = 0; at < queue.length && at < MAX_DIRECTORIES; at += 1) {
    const { path, depth } = queue[at] ?? { path: root, depth: DEPTH };
    for (const entry of entriesOf(path)) {
      const own = `${path === '/' ? '' : path}/${entry.name}`;
      const name = entry.name.toLowerCase();
      if (name === '.git') found.push(...insideGit(own, entry));
      else if (GUARDED.has(name) && !entry.isSymbolicLink()) found.push(own);
      else if (entry.isDirectory() && !NEVER_ENTERED.has(name)) {
        if (depth + 1 < DEPTH || isBelow(cwd, own)) queue.push({ path: own, depth: depth + 1 });
      }
    }
  }
  return found;
}

/** A worktree's or module's `.git` is a file that names the real place: that file is guarded. */
function insideGit(path: string, entry: Dirent): readonly string[] {
  if (entry.isFile()) return [path];
  if (!entry.isDirectory()) return [];
  return entriesOf(path)
    .filter((one) => !one.isSymbolicLink() && GUARDED_IN_GIT.has(one.name.toLowerCase()))
    .map((one) => `${path}/${one.name}`);
}

function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    // Gone meanwhile, or not ours to read: then the command cannot reach into it either.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error))) return [];
    throw error;
  }
}

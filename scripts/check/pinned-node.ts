import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';

/**
 * SHA-256 of the Node that the package `node` fetches while it installs: its inner archive is the
 * one thing that the lockfile's digests do not cover. Taken from an installation, one a platform;
 * a platform that is not listed is said so and passes.
 */
const known: Readonly<Record<string, string>> = {
  '24.21.0 linux-x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
};

const file = `node_modules/node/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`;
const { version } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8')) as {
  version: string;
};
const platform = `${version} ${process.platform}-${process.arch}`;
const wanted = known[platform];

if (wanted === undefined) {
  console.log(`No digest is recorded for Node ${platform}.`);
} else if (!existsSync(file)) {
  console.error('The pinned Node is not installed; run npm ci.');
  process.exitCode = 1;
} else {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== wanted) {
    console.error(`${file} is not the Node ${version} that was recorded.`);
    process.exitCode = 1;
  }
}

import fc from 'fast-check';

// `npm run fuzz` runs the same properties deeper; the suite keeps each test's own count.
const runs = Number(process.env['GATEHOUSE_FUZZ_RUNS'] ?? '0');
if (runs > 0) fc.configureGlobal({ numRuns: runs });

// Fills the README's result tables from the committed results; with --check it only compares and fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { comparisonTable } from '@ser/report';
import type { Results } from '../../examples/reproduce-report/src/results';
import { networkTable } from '../../examples/reproduce-report/src/writeReport';

const readme = new URL('../../README.md', import.meta.url);
const resultsOf = (profile: string) =>
  new URL(`../../examples/reproduce-report/results/${profile}/results.json`, import.meta.url);

const text = readFileSync(readme, 'utf8');
const filled = text.replace(/<!-- results:(\w+) -->[\s\S]*?<!-- \/results:\1 -->/g, (_, profile: string) => {
  const results = JSON.parse(readFileSync(resultsOf(profile), 'utf8')) as Results;
  const table = comparisonTable(networkTable(results)).markdown;
  return `<!-- results:${profile} -->\n${table.trim()}\n<!-- /results:${profile} -->`;
});
if (process.argv.includes('--check')) {
  if (filled !== text) {
    console.error("README.md's tables differ from the committed results; run `npm run docs` and commit README.md");
    process.exit(1);
  }
  console.log("README.md's tables equal the committed results");
} else {
  writeFileSync(readme, filled);
}

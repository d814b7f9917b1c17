// node download.ts FOLDER URL MD5: fetches and unpacks a zip. A program of its own, so that a test can kill it.
import { downloadRavdess } from '@ser/corpora/node';

const [folder, url, md5] = process.argv.slice(2) as [string, string, string];
await downloadRavdess(folder, { consent: true, url, md5 });

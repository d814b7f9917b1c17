// Prints how probable each label is for an audio file: npm start --workspace @ser/example-recognize-file -- speech.wav
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from '@ser/audio-io';
import { useSimdBackend } from '@ser/backend-simd';
import { loadBundle, type RecognizerError } from '@ser/recognizer';

const usage = `Usage: npm start --workspace @ser/example-recognize-file -- FILE [--bundle PATH] [--timeline]

  FILE           a WAV or FLAC file
  --bundle PATH  a recognizer: folder, file or URL (default: recognizer)
  --timeline     what each stretch of a long file is, instead of one answer
`;

/** Paths are meant from where the user typed the command; npm starts this program in its own folder. */
const fromUser = (path: string) => (/^https?:/.test(path) ? path : resolve(process.env.INIT_CWD ?? '.', path));
const percent = (probability: number) => `${(100 * probability).toFixed(1).padStart(5)} %`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bundle: { type: 'string', default: 'recognizer' },
      timeline: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const [file] = positionals;
  if (values.help || file === undefined) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  await useSimdBackend();
  const recognizer = await loadBundle(fromUser(values.bundle));
  // At its own rate: the recognizer knows which one it was trained on.
  const clip = await load(fromUser(file), { sampleRate: null });
  if (values.timeline) {
    for (const { start, end, label, confidence } of await recognizer.timeline(clip)) {
      console.log(`${start.toFixed(2)} to ${end.toFixed(2)} s  ${percent(confidence)}  ${label}`);
    }
    return;
  }
  const { label, probabilities } = await recognizer.recognize(clip);
  console.log(`${basename(file)}: ${label}\n`);
  for (const [name, probability] of Object.entries(probabilities).sort(([, a], [, b]) => b - a)) {
    console.log(`${percent(probability)}  ${name}`);
  }
  const { corpus, dataLicence, intendedUse } = recognizer.card;
  console.log(`\ntrained on ${corpus} (${dataLicence}); meant for: ${intendedUse}`);
}

main().then(
  () => process.exit(),
  (error: RecognizerError) => {
    console.error(error.message);
    if (error.code === 'UNREADABLE') {
      console.error('No recognizer at hand? examples/train-your-own trains one on your clips and saves it.');
    }
    process.exit(1);
  },
);

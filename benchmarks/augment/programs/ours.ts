// Our calculator: arguments TITLE { clip } (JSON).
import { melSpectrogram } from '@ser/mfcc';
import { answerRequests } from '../../features/programs/answerRequests';
import { readClip } from '../readClip';
import { caseNames, prepare } from '../settings';

const clip = readClip((JSON.parse(process.argv.at(-1) ?? '') as { clip: string }).clip);
const calculations = caseNames.map((name) => {
  const { augmentation, input, drawn } = prepare(name, clip, (heard) => melSpectrogram(heard));
  return [name, () => augmentation.render(input, drawn)] as const;
});
await answerRequests(process.argv[2] ?? '', Object.fromEntries(calculations));

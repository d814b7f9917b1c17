import { markdownTable } from '@ser/report';
import type { SpeechMeasures } from './measures';

export function speechMarkdown({ corpus, clips, machine, stretches, pitches }: SpeechMeasures): string {
  const right = (label: string, digits: number) => ({ label, digits, align: 'right' as const });
  return [
    markdownTable({
      columns: [
        'tempo',
        right('distance, frames of 23 ms at their time, dB', 1),
        right('frames of 6 ms, nearest within 12 ms, dB', 1),
        { label: 'energy of bursts, least to most', align: 'right' },
        right('ms', 1),
      ],
      rows: stretches.map(({ name, distance, nearest, bursts, milliseconds }) => [
        name,
        distance,
        nearest,
        bursts.map((energy) => energy.toFixed(2)).join(' to '),
        milliseconds,
      ]),
    }).trim(),
    markdownTable({
      columns: [
        'pitch and formants',
        { label: 'pitch (asked)', align: 'right' },
        { label: 'formants (asked)', align: 'right' },
        right('off the envelope, dB', 1),
        right('ms', 1),
      ],
      rows: pitches.map(({ name, pitch, askedPitch, formants, askedFormants, error, milliseconds }) => [
        name,
        `${pitch.toFixed(3)} (${askedPitch.toFixed(3)})`,
        `${formants.toFixed(3)} (${askedFormants})`,
        error,
        milliseconds,
      ]),
    }).trim(),
    `Means of ${clips} clips of ${corpus}; formants of four vowels at 100 and 180 Hz; CPU ms of a clip of 2.6 s (${machine}).`,
  ].join('\n\n');
}

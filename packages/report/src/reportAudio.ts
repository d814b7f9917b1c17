import { base64 } from './base64';
import { requireText } from './checks';
import { escapeMarkup } from './escapeMarkup';
import { wavSeconds } from './wavSeconds';

/** A player: on screens only, paper leaves it out. */
export interface ReportAudio {
  /** Said over the player, and the player's accessible name. */
  readonly caption: string;
  /** A whole PCM or float WAV file, as `encodeWav` of `@ser/audio-io` writes it; it goes into the page as base64, a third longer. */
  readonly wav: Uint8Array;
}

export function audioMarkup({ caption, wav }: ReportAudio, where: string): string {
  requireText(caption, `${where}.caption`);
  const seconds = wavSeconds(wav, `${where}.wav (${JSON.stringify(caption)})`);
  const name = escapeMarkup(caption);
  return (
    `<figure class="player"><figcaption>${name} <span class="seconds">${seconds.toFixed(1)} s</span></figcaption>` +
    `<audio controls preload="metadata" aria-label="${name}" src="data:audio/wav;base64,${base64(wav)}"></audio></figure>`
  );
}

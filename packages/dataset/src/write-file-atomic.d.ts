// write-file-atomic 7 ships no types; this is the one form used here.
declare module 'write-file-atomic' {
  export default function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void>;
}

/** Stands at the top of what holds fft.js; its licence is in NOTICE. */
export const banner = '/*! @ser/mfcc: Apache-2.0. fft.js 4.0.4: MIT, Copyright Fedor Indutny, 2017; see NOTICE. */';

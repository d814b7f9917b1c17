describe('@ser/mfcc', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual([
      'MfccError',
      'amplitudeToDb',
      'createLogMelStream',
      'createMfcc',
      'createMfccStream',
      'createRfft',
      'dbToAmplitude',
      'dbToPower',
      'dct',
      'delta',
      'fftFrequencies',
      'hzToMel',
      'idct',
      'irfft',
      'logMel',
      'melFilterbank',
      'melFrequencies',
      'melSpectrogram',
      'melToHz',
      'mfcc',
      'pcen',
      'powerToDb',
      'rfft',
      'stackMemory',
    ]);
  });
});

describe('@ser/mfcc', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual([
      'MfccError',
      'createMfcc',
      'createRfft',
      'dct',
      'irfft',
      'melFilterbank',
      'melSpectrogram',
      'mfcc',
      'powerToDb',
      'rfft',
    ]);
  });
});

describe('@ser/random', () => {
  it('exports exactly this', async () => {
    expect(Object.keys(await import('../src/index')).sort()).toEqual(['RandomError', 'createRng', 'restoreRng']);
  });
});

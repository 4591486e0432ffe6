// Decisions come from rules/observe.yaml; here they get the shapes that the script works with.

const LIMITS = SETTINGS.limits;

const WORDS = Object.fromEntries(Object.entries(SETTINGS.tokens).map(([name, list]) => [name, new Set(list)]));
for (const [name, pattern] of Object.entries(SETTINGS.patterns)) WORDS[name] = new RegExp(pattern, 'iu');
WORDS.actions = new Set(SETTINGS.actions);
WORDS.takes = new Set(SETTINGS.takes);

// Expressions of phrases/controls.yaml; one that only Python reads says nothing here.
function wordingsOf(entries) {
  return entries.flatMap(({ says, unless }) => {
    try {
      return [[new RegExp(says, 'i'), unless ? new RegExp(unless, 'i') : null]];
    } catch {
      return [];
    }
  });
}

const ACTING = wordingsOf(SETTINGS.acting);
const LEAVING = wordingsOf(SETTINGS.leaving);
const folded = (text) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
const carriesOne = (wordings, text) => wordings.some(([says, unless]) => says.test(text) && !(unless && unless.test(text)));

const GLYPHS = { characters: {}, words: {} };
for (const [glyph, { characters, classes, names }] of Object.entries(SETTINGS.glyphs)) {
  GLYPHS.characters[glyph] = new Set(characters);
  GLYPHS.words[glyph] = { classes: new Set(classes), names: new RegExp(names, 'iu') };
}

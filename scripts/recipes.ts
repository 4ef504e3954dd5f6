/** `npm run recipes`: writes the index of the recipes and their page in the docs. */
import { writeFileSync } from 'node:fs';
import { DOCUMENT_FILE, documentText, INDEX_FILE, indexText, recipeFiles } from './recipes-index';

const recipes = recipeFiles();
writeFileSync(INDEX_FILE, indexText(recipes.map(({ file }) => file)));
writeFileSync(DOCUMENT_FILE, documentText(recipes));
console.log(`${recipes.length} recipes → ${INDEX_FILE}, ${DOCUMENT_FILE}`);

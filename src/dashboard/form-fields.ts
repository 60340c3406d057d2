/** The field of every form that has the token of the visitor. */
export const TOKEN_FIELD = 'token';

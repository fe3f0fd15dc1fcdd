// Modules that the build makes: style sheets as text and KERN's tokens.
declare module 'virtual:kern-tokens.css';

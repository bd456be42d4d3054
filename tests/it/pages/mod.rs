//! The pages: safe, self-contained, the same every time, in both languages; and what their sentences
//! say. They are made of samples, without a study.

mod compare;
mod compare_sample;
mod json;
mod lifelines;
mod sample;
mod site;
mod study;

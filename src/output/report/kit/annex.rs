//! The council annex: two sides of paper out of a page. What it says in brief, its first map, what it rests on and
//! what is not known; tables and details stay on the page.

use super::blocks::{Block, Blocks};
use super::html::Html;
use super::page::{Page, Part};

impl Page<'_> {
    /// The annex as HTML, complete in itself, to be printed.
    pub fn annex(&self) -> String {
        let first = self.parts.first();
        let map = self.parts.iter().find_map(|part| {
            let blocks = first_map(&part.blocks)?;
            Some(short(part, blocks))
        });
        let last = self.parts.last().filter(|_| self.parts.len() > 1);
        let parts = [
            first.map(|part| short(part, in_short(&part.blocks, true))),
            map,
            last.map(|part| short(part, in_short(&part.blocks, false))),
        ];
        let annex = Page {
            version: self.version,
            kind: self.kind.clone(),
            title: self.title,
            lead: self.lead.clone(),
            beware: self.beware.clone(),
            head: self.head,
            facts: self.facts.clone(),
            parts: parts.into_iter().flatten().collect(),
            hidden: self.hidden.clone(),
            style: self.style,
            annex: true,
        };
        annex.html()
    }
}

/// A part with these blocks in place of its own.
fn short(part: &Part, blocks: Blocks) -> Part {
    Part {
        id: part.id.clone(),
        of: Html::new(),
        title: part.title.clone(),
        blocks,
        class: part.class,
        ..Part::default()
    }
}

/// Whether a drawing is in a block, not counting what is folded away.
fn draws(block: &Block) -> bool {
    match block {
        Block::Picture { .. } => true,
        Block::Group { blocks, .. } => blocks.iter().any(draws),
        _ => false,
    }
}

/// The first map of a part about where: with the last heading before it, and the keys of its colours behind it.
fn first_map(blocks: &Blocks) -> Option<Blocks> {
    let all: Vec<&Block> = blocks.iter().collect();
    let at = all.iter().position(|block| match block {
        Block::Picture { map, .. } => *map,
        Block::Group { blocks, .. } => blocks
            .iter()
            .any(|b| matches!(b, Block::Picture { map: true, .. })),
        _ => false,
    })?;
    let mut out = Blocks::new();
    let headings = all[..at].iter().rev();
    let mut headings = headings.filter(|block| matches!(block, Block::Heading { .. }));
    if let Some(heading) = headings.next() {
        out.add((*heading).clone());
    }
    out.add(all[at].clone());
    let keys = all[at + 1..].iter().skip_while(|block| draws(block));
    for key in keys.take_while(|block| matches!(block, Block::Furniture(_))) {
        out.add((*key).clone());
    }
    Some(out)
}

/// What of a part stands in the annex: sentences and lists, and tables where they belong to what is said in brief. A
/// heading that nothing follows goes too.
fn in_short(blocks: &Blocks, brief: bool) -> Blocks {
    let stays = |block: &&Block| match block {
        Block::Heading { .. } | Block::Text { .. } | Block::List { .. } => true,
        Block::Facts { .. } => false,
        Block::Table(_) | Block::Group { .. } => brief,
        Block::Terms { .. }
        | Block::Folded { .. }
        | Block::Picture { .. }
        | Block::Furniture(_) => false,
    };
    let kept: Vec<&Block> = blocks.iter().filter(stays).collect();
    let heads = |block: Option<&&Block>| matches!(block, None | Some(Block::Heading { .. }));
    let mut out = Blocks::new();
    for (i, block) in kept.iter().enumerate() {
        let empty = heads(Some(block)) && heads(kept.get(i + 1));
        if !empty {
            out.add((*block).clone());
        }
    }
    out
}

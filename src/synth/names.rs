//! Dutch-sounding names. Streets of one quarter share a theme, as they do.

/// Roots and endings that make the street names of a quarter.
pub struct Theme {
    roots: &'static [&'static str],
    endings: &'static [&'static str],
}

impl Theme {
    /// The `n`-th name; when roots and endings are used up a number follows.
    pub fn name(&self, n: usize) -> String {
        let (r, e) = (self.roots.len(), self.endings.len());
        let name = format!("{}{}", self.roots[n % r], self.endings[(n / r) % e]);
        match n / (r * e) {
            0 => name,
            again => format!("{name} {}", again + 1),
        }
    }
}

const STREET: &[&str] = &["straat", "laan", "plein", "weg", "pad"];

/// Lanes of an old town.
pub const OLD: Theme = Theme {
    roots: &[
        "Kerk",
        "Vis",
        "Boter",
        "Linnen",
        "Zout",
        "Gasthuis",
        "Munt",
        "Koren",
        "Bagijnen",
        "Waag",
        "Touw",
        "Smeden",
        "Wever",
        "Kuiper",
        "Brouwer",
        "Vlees",
        "Pelikaan",
        "Klooster",
        "Ridder",
        "Schout",
        "Toren",
        "Ankers",
        "Leer",
        "Apothekers",
    ],
    endings: &["straat", "steeg", "gang", "hof", "pad"],
};
/// Trees.
pub const TREES: Theme = Theme {
    roots: &[
        "Eiken",
        "Linden",
        "Beuken",
        "Iepen",
        "Essen",
        "Populieren",
        "Wilgen",
        "Berken",
        "Kastanje",
        "Esdoorn",
        "Meidoorn",
        "Vlier",
        "Hazelaar",
        "Elzen",
        "Sparren",
        "Taxus",
        "Hulst",
        "Lijsterbes",
        "Olmen",
        "Dennen",
        "Ceder",
        "Robinia",
        "Platanen",
        "Noten",
    ],
    endings: STREET,
};
/// Birds.
pub const BIRDS: Theme = Theme {
    roots: &[
        "Merel",
        "Lijster",
        "Spreeuwen",
        "Vinken",
        "Kievit",
        "Grutto",
        "Reiger",
        "Zwaluw",
        "Leeuwerik",
        "Wulp",
        "Tureluur",
        "Kwikstaart",
        "Roerdomp",
        "Karekiet",
        "Ooievaar",
        "Plevier",
        "Scholekster",
        "Koekoek",
        "Nachtegaal",
        "Fuut",
        "Meerkoet",
        "Sijs",
    ],
    endings: STREET,
};
/// Flowers.
pub const FLOWERS: Theme = Theme {
    roots: &[
        "Tulpen",
        "Rozen",
        "Anjer",
        "Lelie",
        "Violen",
        "Dahlia",
        "Aster",
        "Krokus",
        "Hyacinten",
        "Narcissen",
        "Margrieten",
        "Klaproos",
        "Korenbloem",
        "Sering",
        "Jasmijn",
        "Pioen",
        "Iris",
        "Fresia",
        "Lavendel",
        "Primula",
        "Boterbloem",
        "Zonnebloem",
    ],
    endings: STREET,
};
/// Rivers.
pub const RIVERS: Theme = Theme {
    roots: &[
        "Maas", "Waal", "Lek", "Linge", "Vecht", "Eem", "Amstel", "Rotte", "Schie", "Zaan",
        "Dommel", "Berkel", "Regge", "Dinkel", "Roer", "Geul", "Mark", "Donge", "Merwede",
        "Schelde", "Spaarne", "Gouwe",
    ],
    endings: &["straat", "laan", "kade", "plein", "hof"],
};
/// Composers, for a post-war quarter.
pub const COMPOSERS: Theme = Theme {
    roots: &[
        "Bach",
        "Mozart",
        "Haydn",
        "Vivaldi",
        "Verdi",
        "Brahms",
        "Chopin",
        "Schubert",
        "Händel",
        "Liszt",
        "Ravel",
        "Sweelinck",
        "Diepenbrock",
        "Mahler",
        "Mendelssohn",
        "Dvořák",
        "Grieg",
        "Sibelius",
        "Bizet",
        "Rossini",
        "Puccini",
        "Clara Schumann",
    ],
    endings: &["laan", "straat", "plein", "hof", "pad"],
};
/// Science and trade, for places of work.
pub const WORK: Theme = Theme {
    roots: &[
        "Ampère",
        "Volta",
        "Edison",
        "Newton",
        "Kelvin",
        "Siemens",
        "Watt",
        "Diesel",
        "Marconi",
        "Celsius",
        "Lorentz",
        "Zeeman",
        "Kamerlingh",
        "Huygens",
        "Stevin",
        "Transport",
        "Container",
        "Koppeling",
        "Energie",
        "Productie",
    ],
    endings: &["weg", "straat", "laan", "hof", "baan"],
};
/// Village lanes.
pub const VILLAGE: Theme = Theme {
    roots: &[
        "Dorps",
        "Molen",
        "Kerk",
        "School",
        "Achter",
        "Dijk",
        "Brink",
        "Tuin",
        "Pastorie",
        "Bakker",
        "Smids",
        "Sluis",
        "Veld",
        "Polder",
        "Gemaal",
        "Boomgaard",
        "Raadhuis",
        "Koestal",
        "Hooi",
        "Klaver",
    ],
    endings: &["straat", "weg", "laan", "pad", "hof"],
};

const COURTS: &[&str] = &[
    "Herten",
    "Reeën",
    "Bevers",
    "Otters",
    "Vossen",
    "Dassen",
    "Egel",
    "Hazen",
    "Wezel",
    "Marter",
    "Bunzing",
    "Eekhoorn",
    "Zwanen",
    "Kranen",
    "Valken",
    "Sperwer",
    "Buizerd",
    "Uilen",
    "Libellen",
    "Vlinder",
    "Krekel",
    "Salamander",
    "Kikker",
    "Snoeken",
    "Karper",
    "Zalm",
    "Forel",
    "Brasem",
    "Baars",
    "Voorn",
    "Spiering",
    "Paling",
    "Gouden",
    "Zilver",
    "Koper",
    "Tin",
    "IJzer",
    "Kwarts",
    "Agaat",
    "Opaal",
    "Jade",
    "Robijn",
    "Saffier",
    "Topaas",
];
/// New-town courts, first quarter.
pub const HOF: Theme = Theme {
    roots: COURTS,
    endings: &["hof", "hofpad", "hofdreef"],
};
/// New-town courts, second quarter.
pub const GAARDE: Theme = Theme {
    roots: COURTS,
    endings: &["gaarde", "gaardepad", "gaardelaan"],
};
/// New-town courts, third quarter.
pub const DONK: Theme = Theme {
    roots: COURTS,
    endings: &["donk", "donkpad", "donklaan"],
};
/// New-town courts, fourth quarter.
pub const WERF: Theme = Theme {
    roots: COURTS,
    endings: &["werf", "werfpad", "werflaan"],
};
/// The high-rise quarter.
pub const HORST: Theme = Theme {
    roots: COURTS,
    endings: &["horst", "horstpad", "horstlaan"],
};
/// A suburb.
pub const KAMP: Theme = Theme {
    roots: COURTS,
    endings: &["kamp", "kamplaan", "kamppad"],
};

/// Family names for practices, shops and firms.
pub const FAMILIES: &[&str] = &[
    "De Wit",
    "Bakker",
    "Visser",
    "Van Dijk",
    "Smit",
    "Mulder",
    "De Boer",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "Dekker",
    "Brouwer",
    "Koster",
    "Prins",
    "Kuipers",
    "Veenstra",
    "Postma",
    "Yılmaz",
    "El Amrani",
    "Kaya",
    "Santos",
    "Ramdin",
    "Pinas",
    "Tahiri",
    "Demir",
];
/// Supermarket formulas that do not exist.
pub const GROCERS: &[&str] = &[
    "Volle Mand",
    "Marktkoop",
    "De Kruidenier",
    "Groene Schap",
    "Zuinig",
];
/// School names.
pub const SCHOOLS: &[&str] = &[
    "De Regenboog",
    "Het Kompas",
    "De Vlieger",
    "De Zonnebloem",
    "Het Schateiland",
    "De Klimop",
    "De Wegwijzer",
    "Het Palet",
    "De Springplank",
    "De Ark",
    "De Boemerang",
    "Het Mozaïek",
    "De Horizon",
    "De Bron",
    "Het Anker",
    "De Waterlelie",
    "De Windroos",
    "De Zevensprong",
];
/// Kinds of firms by sector, for workplace names.
pub const FIRMS: &[&str] = &[
    "& Zonen",
    "Groep",
    "Techniek",
    "Diensten",
    "Advies",
    "Handel",
    "Bouw",
    "Logistiek",
];

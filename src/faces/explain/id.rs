//! Stable names of what can go wrong: the same in both languages, on paper and in `--json`.
//!
//! An id never changes its meaning and is never used again. `docs/cli.md` lists them; a test
//! compares.

macro_rules! ids {
    ($($name:ident)*) => {
        /// The id of an error, as printed in brackets.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum ErrorId { $($name),* }

        impl ErrorId {
            /// Every id there is.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As printed: `D10`.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

ids! {
    B01 B02 B04 B05 B06 B07 B08
    C01 C02
    D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D20 D21 D22
    D23
    K01 K02 K03 K04 K05 K06 K07 K08 K09 K10 K11 K12 K13 K14 K15 K16 K17
    N01 N02 N03
    P01 P02 P03 P04 P05 P06 P07 P08 P09 P10
    R01 R02 R03 R04 R05 R06 R07
    S01 S02
    T01 T02 T03
    U01
    V01 V02 V03 V04 V05 V06 V07 V08 V09 V10 V11 V12 V13 V14 V15
    X02
}

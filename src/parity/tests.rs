//! Proof of the parity: every kind of loss within its promise is repaired, everything else refused.

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

fn hash(bytes: &[u8]) -> PieceHash {
    *blake3::hash(bytes).as_bytes().first_chunk().unwrap()
}

/// A group as it lies on a drive; a file may be missing.
#[derive(Clone, PartialEq, Eq)]
struct Files {
    members: Vec<Option<Vec<u8>>>,
    parity: Vec<Option<Vec<u8>>>,
}

impl Files {
    fn of(&self, shard: Shard) -> &Option<Vec<u8>> {
        match shard {
            Shard::Member(place) => &self.members[place],
            Shard::Parity(number) => &self.parity[number],
        }
    }

    fn of_mut(&mut self, shard: Shard) -> &mut Option<Vec<u8>> {
        match shard {
            Shard::Member(place) => &mut self.members[place],
            Shard::Parity(number) => &mut self.parity[number],
        }
    }

    fn read(&self, shard: Shard, at: u64, buffer: &mut [u8]) -> Result<Found, Infallible> {
        let at = usize::try_from(at).unwrap();
        let bytes = self.of(shard).as_ref().and_then(|file| file.get(at..at + buffer.len()));
        Ok(bytes.map_or(Found::Lost, |bytes| {
            buffer.copy_from_slice(bytes);
            Found::Whole
        }))
    }

    fn open(&self, number: usize) -> Option<OpenedParity> {
        let bytes = self.parity[number].as_ref()?.len() as u64;
        open(bytes, &hash, |at, buffer| self.read(Shard::Parity(number), at, buffer)).unwrap()
    }

    fn table(&self) -> Option<PieceTable> {
        (0..self.parity.len()).find_map(|number| self.open(number)?.table)
    }

    fn assess(&self, table: &PieceTable) -> Assessment {
        assess(table, &hash, |shard, at, buffer| self.read(shard, at, buffer)).unwrap()
    }

    fn repaired(&self, wanted: &[Shard]) -> Result<Self, ParityError<Infallible>> {
        let table = self.table().unwrap();
        let assessment = self.assess(&table);
        let mut result = self.clone();
        for shard in wanted {
            *result.of_mut(*shard) = Some(Vec::new());
        }
        let read = |shard, at, buffer: &mut [u8]| self.read(shard, at, buffer);
        repair(&table, &assessment, wanted, &hash, read, |shard, at, bytes| {
            let file = result.of_mut(shard).as_mut().unwrap();
            assert_eq!(file.len() as u64, at, "files are written in order, without gaps");
            file.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok(result)
    }

    /// Finds what is wrong with nothing but the files themselves, and repairs it.
    fn healed(&self) -> Result<Self, ParityError<Infallible>> {
        let table = self.table().unwrap();
        let mut wanted = self.assess(&table).shards();
        let unsound = |number: &usize| !self.open(*number).is_some_and(|opened| opened.sound);
        wanted.extend((0..self.parity.len()).filter(unsound).map(Shard::Parity));
        self.repaired(&wanted.into_iter().collect::<Vec<_>>())
    }
}

fn content(seed: u64, bytes: usize) -> Vec<u8> {
    let mut content = vec![0; bytes];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut content);
    content
}

fn group_of(lengths: &[usize], parity: usize) -> GroupShape {
    let member = |(place, bytes): (usize, &usize)| Member {
        pack: PackId([u8::try_from(place).unwrap(); ID_BYTES]),
        bytes: *bytes as u64,
    };
    GroupShape::new(
        GroupId([7; ID_BYTES]),
        lengths.iter().enumerate().map(member).collect(),
        parity,
    )
    .unwrap()
}

fn files(lengths: &[usize], parity: usize) -> Files {
    let group = group_of(lengths, parity);
    let members: Vec<Vec<u8>> =
        lengths.iter().zip(0..).map(|(bytes, seed)| content(seed, *bytes)).collect();
    let mut objects = vec![Vec::new(); parity];
    let read = |place: usize, at: u64, buffer: &mut [u8]| {
        assert!(buffer.len() <= 1024 * 1024, "memory does not depend on the members' lengths");
        let at = usize::try_from(at).unwrap();
        buffer.copy_from_slice(&members[place][at..at + buffer.len()]);
        Ok::<(), Infallible>(())
    };
    encode(&group, &hash, read, |number: usize, bytes: &[u8]| {
        objects[number].extend_from_slice(bytes);
        Ok(())
    })
    .unwrap();
    assert!(objects.iter().all(|object| object.len() as u64 == group.object_bytes()));
    Files {
        members: members.into_iter().map(Some).collect(),
        parity: objects.into_iter().map(Some).collect(),
    }
}

/// Members of different lengths, none a whole number of pieces but one.
fn small_group() -> Files {
    files(&[3 * PIECE_BYTES + 17, 1, 2 * PIECE_BYTES, PIECE_BYTES + 1, 70_000], 2)
}

fn all_shards(files: &Files) -> Vec<Shard> {
    let members = (0..files.members.len()).map(Shard::Member);
    members.chain((0..files.parity.len()).map(Shard::Parity)).collect()
}

#[test]
fn an_unharmed_group_is_whole() {
    let files = small_group();
    let table = files.table().unwrap();
    assert!(files.assess(&table).is_whole());
    assert!((0..2).all(|number| files.open(number).unwrap().sound));
    assert!(files.repaired(&all_shards(&files)).unwrap() == files);
}

#[test]
fn every_two_lost_files_come_back_and_every_three_are_refused() {
    let files = small_group();
    let table = files.table().unwrap();
    let shards = all_shards(&files);
    for first in &shards {
        for second in &shards {
            let mut harmed = files.clone();
            *harmed.of_mut(*first) = None;
            *harmed.of_mut(*second) = None;
            if harmed.table().is_some() {
                assert!(harmed.healed().unwrap() == files, "{first:?} {second:?}");
            }
            for third in &shards {
                let mut harmed = harmed.clone();
                *harmed.of_mut(*third) = None;
                let lost: BTreeSet<Shard> = [*first, *second, *third].into();
                let assessment = harmed.assess(&table);
                assert_eq!(assessment.shards(), lost);
                let bad: Vec<usize> = assessment.pieces().map(|(stripe, _)| stripe).collect();
                let beyond = bad.chunk_by(|a, b| a == b).any(|stripe| stripe.len() > 2);
                let refused = lost.iter().any(|shard| assessment.first_beyond(*shard).is_some());
                assert_eq!(refused, beyond, "{lost:?}");
                if harmed.table().is_some() {
                    let is_refused = matches!(harmed.healed(), Err(ParityError::Beyond { .. }));
                    assert_eq!(is_refused, beyond, "{lost:?}");
                }
            }
        }
    }
}

#[test]
fn three_lost_members_of_one_stripe_are_refused_before_anything_is_written() {
    let mut harmed = small_group();
    for place in [0, 2, 3] {
        harmed.members[place] = None;
    }
    let table = harmed.table().unwrap();
    let assessment = harmed.assess(&table);
    let read = |shard, at, buffer: &mut [u8]| harmed.read(shard, at, buffer);
    let result = repair(&table, &assessment, &[Shard::Member(0)], &hash, read, |_, _, _| {
        panic!("nothing may be written");
    });
    assert_eq!(result, Err(ParityError::Beyond { stripe: 0 }));
}

#[test]
fn what_got_lost_after_the_assessment_is_refused_too() {
    let mut harmed = small_group();
    let table = harmed.table().unwrap();
    harmed.members[0] = None;
    let assessment = harmed.assess(&table);
    harmed.members[2] = None;
    harmed.members[3] = None;
    let read = |shard, at, buffer: &mut [u8]| harmed.read(shard, at, buffer);
    let result = repair(&table, &assessment, &[Shard::Member(0)], &hash, read, |_, _, _| Ok(()));
    assert_eq!(result, Err(ParityError::Beyond { stripe: 0 }));
}

#[test]
fn every_burst_of_a_piece_length_is_repaired_wherever_it_hits() {
    let files = small_group();
    for shard in all_shards(&files) {
        let bytes = files.of(shard).as_ref().unwrap().len();
        for at in (0..bytes).step_by(4096) {
            let mut harmed = files.clone();
            let file = harmed.of_mut(shard).as_mut().unwrap();
            let end = bytes.min(at + PIECE_BYTES);
            file[at..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
            assert!(harmed.healed().unwrap() == files, "{shard:?} at {at}");
        }
    }
}

#[test]
fn bursts_in_different_stripes_add_up_beyond_the_number_of_parity_objects() {
    let files = files(&[4 * PIECE_BYTES; 4], 1);
    let mut harmed = files.clone();
    for (place, member) in harmed.members.iter_mut().enumerate() {
        member.as_mut().unwrap()[place * PIECE_BYTES] ^= 1;
    }
    assert!(harmed.healed().unwrap() == files);
}

#[test]
fn a_truncated_member_is_repaired() {
    let files = small_group();
    let mut harmed = files.clone();
    harmed.members[0].as_mut().unwrap().truncate(PIECE_BYTES + 5);
    harmed.members[2].as_mut().unwrap().truncate(0);
    assert!(harmed.healed().unwrap() == files);
}

#[test]
fn every_lost_member_of_an_ordinary_or_large_group_comes_back() {
    for (members, parity) in [(GROUP_MEMBERS, GROUP_PARITY), (32, 2), (GROUP_MEMBERS_MAX, 8)] {
        let files = files(&vec![PIECE_BYTES + 9; members], parity);
        for place in 0..members {
            let mut harmed = files.clone();
            for next in 0..parity {
                harmed.members[(place + next) % members] = None;
            }
            assert!(harmed.healed().unwrap() == files, "{members}+{parity}, from {place}");
        }
    }
}

#[test]
fn one_member_alone_can_have_parity() {
    let files = files(&[100], 2);
    let mut harmed = files.clone();
    harmed.members[0] = None;
    harmed.parity[1] = None;
    assert!(harmed.healed().unwrap() == files);
}

#[test]
fn many_windows_are_the_same_as_many_stripes() {
    let files = files(&[20 * PIECE_BYTES + 3, 17 * PIECE_BYTES, 5], 2);
    let mut harmed = files.clone();
    harmed.members[0] = None;
    harmed.members[1] = None;
    assert!(harmed.healed().unwrap() == files);
}

#[test]
fn the_bytes_of_a_parity_object_never_change() {
    let files = files(&[PIECE_BYTES + 1000, 300, PIECE_BYTES], 2);
    let objects = files.parity.iter().flatten();
    let names: Vec<String> =
        objects.map(|object| data_encoding::HEXLOWER.encode(&hash(object))).collect();
    assert_eq!(names, ["c798efdcec0ca8f3a904c116b08a2718", "93961fcc0e0cfe88796395e334ae5f1b"]);
}

#[test]
fn every_flipped_byte_of_head_table_and_foot_is_noticed_and_repaired() {
    let files = files(&[300, 200], 2);
    let object = files.parity[0].as_ref().unwrap().clone();
    let payload = object::HEAD_BYTES..object::HEAD_BYTES + PIECE_BYTES;
    for at in (0..object.len()).filter(|at| !payload.contains(at) || at % 1009 == 0) {
        let mut harmed = files.clone();
        harmed.parity[0].as_mut().unwrap()[at] ^= 0x10;
        let opened = harmed.open(0);
        let sound = opened.as_ref().is_some_and(|opened| opened.sound);
        assert_eq!(sound, payload.contains(&at), "byte {at}");
        let opened = opened.unwrap();
        assert_eq!((opened.group, opened.number), (GroupId([7; ID_BYTES]), 0), "byte {at}");
        assert!(harmed.healed().unwrap() == files, "byte {at}");
    }
}

#[test]
fn a_parity_object_of_any_other_length_is_not_sound() {
    let files = files(&[300, 200], 1);
    let object = files.parity[0].as_ref().unwrap();
    for bytes in (0..200).chain(object.len() - 200..object.len()) {
        let mut harmed = files.clone();
        harmed.parity[0].as_mut().unwrap().truncate(bytes);
        assert!(!harmed.open(0).is_some_and(|opened| opened.sound), "{bytes} bytes");
    }
}

#[test]
fn a_table_of_other_files_is_noticed_and_nothing_wrong_is_written() {
    let mine = files(&[300, 200], 1);
    let mut other = files(&[300, 200], 1);
    other.members[0] = None;
    let table = {
        let mut table = mine.table().unwrap();
        // The hash of a piece that is not there: a forger's table.
        let mut forged = PieceTable::empty(table.group().clone());
        for shard in table.group().shards() {
            let hashes = table.hash(shard, 0).map(|hash| match shard {
                Shard::Member(0) => [0; 16],
                _ => hash,
            });
            forged.extend(shard, hashes.into_iter());
        }
        std::mem::swap(&mut table, &mut forged);
        table
    };
    let assessment = other.assess(&table);
    let read = |shard, at, buffer: &mut [u8]| other.read(shard, at, buffer);
    let result = repair(&table, &assessment, &[Shard::Member(0)], &hash, read, |_, _, _| {
        panic!("nothing wrong may be written");
    });
    assert_eq!(result, Err(ParityError::Disagrees { stripe: 0 }));
}

#[test]
fn groups_outside_the_limits_are_refused() {
    let member = |pack: u8, bytes: u64| Member { pack: PackId([pack; ID_BYTES]), bytes };
    let id = GroupId([0; ID_BYTES]);
    let many = (0..=64).map(|pack| member(pack, 1)).collect();
    for (members, parity) in [
        (vec![], 1),
        (many, 1),
        (vec![member(1, 0)], 1),
        (vec![member(1, 5), member(1, 6)], 1),
        (vec![member(1, PACK_BYTES_MAX as u64 + 1)], 1),
        (vec![member(1, u64::MAX)], 1),
        (vec![member(1, 5)], 0),
        (vec![member(1, 5)], 9),
    ] {
        assert_eq!(GroupShape::new(id, members, parity), Err(BadGroup));
    }
}

fn open_bytes(bytes: &[u8]) -> Option<OpenedParity> {
    let read = |at: u64, buffer: &mut [u8]| {
        let at = usize::try_from(at).unwrap();
        Ok::<_, Infallible>(bytes.get(at..at + buffer.len()).map_or(Found::Lost, |found| {
            buffer.copy_from_slice(found);
            Found::Whole
        }))
    };
    open(bytes.len() as u64, &hash, read).unwrap()
}

/// Overwrites bytes of members and lets the parity follow, stripe by stripe, as little as that takes.
fn follow(files: &mut Files, changes: &[(usize, usize, Vec<u8>)]) {
    let mut table = files.table().unwrap();
    let group = table.group().clone();
    for stripe in 0..group.stripes() {
        let piece = |files: &Files, place: usize| {
            let bytes = group.piece_bytes(Shard::Member(place), stripe);
            let member = files.members[place].as_ref().unwrap();
            let mut piece =
                member.get(stripe * PIECE_BYTES..).unwrap_or_default()[..bytes].to_vec();
            piece.resize(PIECE_BYTES, 0);
            (piece, bytes)
        };
        let before: Vec<Vec<u8>> =
            (0..group.members().len()).map(|place| piece(files, place).0).collect();
        for (place, at, bytes) in changes {
            let member = files.members[*place].as_mut().unwrap();
            for (at, byte) in (*at..).zip(bytes) {
                if at / PIECE_BYTES == stripe && at < member.len() {
                    member[at] = *byte;
                }
            }
        }
        let mut differences = BTreeMap::new();
        for (place, before) in before.iter().enumerate() {
            let (mut after, bytes) = piece(files, place);
            if after != *before {
                table.set(Shard::Member(place), stripe, hash(&after[..bytes]));
                xor(&mut after, before);
                differences.insert(place, after);
            }
        }
        let at = usize::try_from(GroupShape::piece_offset(Shard::Parity(0), stripe)).unwrap();
        let payload =
            |object: &Option<Vec<u8>>| object.as_ref().unwrap()[at..][..PIECE_BYTES].to_vec();
        let mut parity: Vec<Vec<u8>> = files.parity.iter().map(payload).collect();
        add::<Infallible>(&group, &differences, &mut parity).unwrap();
        for (number, piece) in parity.iter().enumerate() {
            table.set(Shard::Parity(number), stripe, hash(piece));
            files.parity[number].as_mut().unwrap()[at..at + PIECE_BYTES].copy_from_slice(piece);
        }
    }
    let at = usize::try_from(group.tail_offset()).unwrap();
    for (number, object) in files.parity.iter_mut().enumerate() {
        let object = object.as_mut().unwrap();
        object.truncate(at);
        object.extend(encode_tail(&table, number, &hash));
    }
}

/// The same members, with parity from scratch.
fn encoded_anew(files: &Files) -> Files {
    let mut anew = files.clone();
    let group = files.table().unwrap().group().clone();
    anew.parity.iter_mut().for_each(|object| *object = Some(Vec::new()));
    let read = |place: usize, at: u64, into: &mut [u8]| {
        let at = usize::try_from(at).unwrap();
        into.copy_from_slice(&files.members[place].as_ref().unwrap()[at..at + into.len()]);
        Ok::<_, Infallible>(())
    };
    encode(&group, &hash, read, |number: usize, bytes: &[u8]| {
        anew.parity[number].as_mut().unwrap().extend_from_slice(bytes);
        Ok(())
    })
    .unwrap();
    anew
}

#[test]
fn an_object_proves_itself_by_its_own_table() {
    let whole = files(&[PIECE_BYTES + 300, 200], 2).parity[1].clone().unwrap();
    assert!(is_whole(&whole, &hash));
    for at in (0..whole.len()).filter(|at| at % 997 == 0 || *at + 200 > whole.len() || *at < 70) {
        let mut harmed = whole.clone();
        harmed[at] ^= 1;
        assert!(!is_whole(&harmed, &hash), "byte {at}");
    }
    for cut in [0, 1, 64, whole.len() - 1] {
        assert!(!is_whole(&whole[..cut], &hash), "{cut} bytes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever changes in whichever members: parity that followed is parity made anew.
    #[test]
    fn parity_that_follows_is_parity_made_anew(
        members in 1_usize..20,
        parity in 1_usize..4,
        changes in proptest::collection::vec(
            (any::<usize>(), any::<usize>(), any::<u8>(), 1_usize..150_000),
            0..6,
        ),
    ) {
        let lengths: Vec<usize> =
            (0..members).map(|place| 1 + place * 47_111 % (3 * PIECE_BYTES)).collect();
        let mut followed = files(&lengths, parity);
        let changes: Vec<(usize, usize, Vec<u8>)> = changes
            .into_iter()
            .map(|(place, at, fill, bytes)| {
                let place = place % members;
                (place, at % lengths[place], content(fill.into(), bytes))
            })
            .collect();
        follow(&mut followed, &changes);
        prop_assert!(followed == encoded_anew(&followed));
        for number in 0..parity {
            prop_assert!(is_whole(followed.parity[number].as_ref().unwrap(), &hash));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_opened_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(open_bytes(&bytes), None);
    }

    /// A forger computes the hashes anew, so that the distrust behind them is what is tested.
    #[test]
    fn a_forged_table_is_sound_only_if_it_agrees_with_itself(
        at in 0_usize..48 + 2 * 24,
        value in any::<u8>(),
    ) {
        let whole = files(&[300, 200], 1).parity[0].clone().unwrap();
        let table_at = object::HEAD_BYTES + PIECE_BYTES;
        let hash_at = whole.len() - object::FOOT_BYTES - 16;
        let mut forged = whole.clone();
        forged[table_at + at] = value;
        let own_hash = hash(&forged[table_at..hash_at]);
        forged[hash_at..hash_at + 16].copy_from_slice(&own_hash);
        if at < 48 {
            forged[at] = value;
            let own_hash = hash(&forged[..48]);
            forged[48..64].copy_from_slice(&own_hash);
        }
        if let Some(OpenedParity { table: Some(table), sound, .. }) = open_bytes(&forged) {
            prop_assert_eq!(sound, table.group().object_bytes() == forged.len() as u64);
            for shard in table.group().shards() {
                prop_assert_eq!(table.hash(shard, 0).is_some(), table.group().pieces(shard) > 0);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the lengths: parity that grew is the parity that all members would have got at once.
    #[test]
    fn parity_that_grows_is_parity_made_at_once(
        lengths in proptest::collection::vec(1_usize..4 * PIECE_BYTES, 2..20),
        first in 1_usize..19,
        parity in 1_usize..3,
    ) {
        let first = first.min(lengths.len() - 1).max(parity + 1).min(lengths.len());
        let (old, all) = (files(&lengths[..first], parity), files(&lengths, parity));
        let group = group_of(&lengths, parity);
        let mut objects = vec![Vec::new(); parity];
        let read_parity = |number: usize, at: u64, into: &mut [u8]| {
            let found = old.read(Shard::Parity(number), at, into);
            assert_eq!(found, Ok(Found::Whole));
            Ok::<(), Infallible>(())
        };
        let read = |place: usize, at: u64, into: &mut [u8]| {
            assert!(place >= first, "no old member is read");
            let found = all.read(Shard::Member(place), at, into);
            assert_eq!(found, Ok(Found::Whole));
            Ok(())
        };
        grow(&old.table().unwrap(), &group, &hash, read_parity, read, |number, bytes: &[u8]| {
            objects[number].extend_from_slice(bytes);
            Ok(())
        })
        .unwrap();
        let grown: Vec<_> = objects.into_iter().map(Some).collect();
        prop_assert!(grown == all.parity);
    }
}

#[test]
fn old_parity_that_is_not_what_its_table_says_is_not_taken_over() {
    let lengths = [PIECE_BYTES, 70_000, 9];
    let mut old = files(&lengths[..2], 1);
    old.parity[0].as_mut().unwrap()[HEAD_BYTES + PIECE_BYTES + 5] ^= 1;
    let table = old.table().unwrap();
    let read_parity =
        |number, at, into: &mut [u8]| old.read(Shard::Parity(number), at, into).map(drop);
    let read = |_: usize, _: u64, _: &mut [u8]| Ok(());
    let grown = grow(&table, &group_of(&lengths, 1), &hash, read_parity, read, |_, _| Ok(()));
    assert_eq!(grown.map(drop), Err(ParityError::Disagrees { stripe: 1 }));
}

//! Whatever a text looks like: four times as much of it is never more than some four times the work.

use std::{thread, time::Duration};

use crate::{
    doors::{Door, Work, doors},
    growth::{FACTOR, Growth, MOST},
    shapes::{SHAPES, Shape},
    support::{Collection, Service, collection::known},
};

/// Sources of the collection that texts are sent to: enough to have something to say on each shape.
const SOURCES: usize = 40;
/// Work that nobody has to wait for, however it grows; in a build without optimisation, like all times here.
const FLOOR: Duration = Duration::from_millis(3);
/// A text that takes this long is long enough to tell how the work grows.
const ENOUGH: Duration = Duration::from_millis(6);

/// Services that are asked side by side, at most; more would be in each other's way.
const LANES: usize = 2;

/// What is worse: a shape, a door and the reason. One that need not stand here any more is a failure.
const KNOWN: &[(&str, &str, &str)] = &[];

#[test]
fn four_times_the_text_is_not_more_than_six_times_the_work() {
    assert!(SHAPES.len() >= 200, "each door is tried with a hundred");
    let lanes = LANES.min(thread::available_parallelism().map_or(1, usize::from));
    let tried: Vec<Tried> = thread::scope(|scope| {
        let running: Vec<_> = (0..lanes).map(|lane| scope.spawn(move || try_doors(lane, lanes))).collect();
        running.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let count: usize = tried.iter().map(|tried| tried.count).sum();
    let faults: Vec<String> = tried.into_iter().flat_map(|tried| tried.faults).collect();
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}

/// What came of some doors.
#[derive(Default)]
struct Tried {
    count: usize,
    faults: Vec<String>,
}

/// Tries every door whose turn it is, on a service that nobody else asks: its time is the time of one text.
fn try_doors(lane: usize, lanes: usize) -> Tried {
    let collection = Collection::of(SOURCES);
    let mut service = Service::of(&collection);
    let mut tried = Tried::default();
    for door in doors(&service).iter().skip(lane).step_by(lanes) {
        let step = if door.is_thorough { 1 } else { 2 };
        // Which half follows from the name, so that a new door changes nothing for the others.
        for shape in SHAPES.iter().skip(door.name.len() % step).step_by(step) {
            tried.count += 1;
            let listed = KNOWN.iter().any(|(name, at, _)| *name == shape.name && *at == door.name);
            let result = grows(&service, door, shape);
            // One fault must not hide the others.
            if result.is_err() && !service.is_there() {
                service = Service::of(&collection);
            }
            match (result, listed) {
                (Ok(()), false) | (Err(_), true) => {}
                (Err(fault), false) => tried.faults.push(format!("{}: {}: {fault}", door.name, shape.name)),
                (Ok(()), true) => {
                    tried.faults.push(format!("{}: {} need not stand in KNOWN any more", door.name, shape.name))
                }
            }
        }
    }
    tried
}

/// Tries longer and longer texts until one takes long enough to tell, and compares it with a quarter of it. A step in between
/// is no growth: what looks like it must go on with a text four times as long, if that can be sent.
fn grows(service: &Service, door: &Door, shape: &Shape) -> Result<(), String> {
    let known = known();
    let work = |bytes: usize| door.work(&shape.text(bytes, &known)).map(|work| (bytes, work));
    let mut longest = None;
    for &bytes in door.sizes {
        let Some(work) = work(bytes) else { break };
        let took = time(service, door, &work)?;
        longest = Some((work, took));
        if took > ENOUGH {
            break;
        }
    }
    let Some((more, took_more)) = longest.filter(|(_, took)| *took > FLOOR) else { return Ok(()) };
    let Some(less) = work(more.0 / FACTOR) else { return Ok(()) };
    let growth = compare(service, door, &less, &more, Some(took_more))?;
    if growth.ratio() <= MOST {
        return Ok(());
    }
    if let Some(most) = work(more.0 * FACTOR)
        && compare(service, door, &more, &most, None)?.ratio() <= MOST
    {
        return Ok(());
    }
    Err(format!("{} → {} bytes: {growth}", less.0, more.0))
}

/// A length, and what is done with a text of it.
type Sized = (usize, Work);

fn compare(
    service: &Service,
    door: &Door,
    less: &Sized,
    more: &Sized,
    mut took_more: Option<Duration>,
) -> Result<Growth, String> {
    Growth::measure(MOST, || {
        let took_less = time(service, door, less)?;
        Ok((took_less, took_more.take().map_or_else(|| time(service, door, more), Ok)?))
    })
}

fn time(service: &Service, door: &Door, (bytes, work): &Sized) -> Result<Duration, String> {
    let (took, result) = door.clock(service).time(|| work(service));
    result.map(|()| took).map_err(|error| format!("{bytes} bytes: {error}"))
}

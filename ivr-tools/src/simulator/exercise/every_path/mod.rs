//! Calls every path class of a tree: the description, the pure step and the documents must all agree where it leads.

mod contradiction;
mod moves;
mod path_run;

use std::{fmt, num::NonZero, panic::resume_unwind, thread};

use axum::Router;

use self::{
    moves::ActTable,
    path_run::{Course, PathRun},
};
use super::dialog;
use crate::{
    inspect::graph,
    inspect::paths::{self, Class, MAX_PATHS},
    simulator::{
        Start, Told,
        session::{Number, Session},
        tree::line,
    },
};
use ivr_runtime::{
    call::Dialog,
    router::root,
    tree::{PhoneTree, Position},
};

/// The maximum number of failed calls that are shown.
const SHOWN: usize = 3;

/// The paths of a tree, and how they were called.
///
/// ```
/// # use ivr_tools::simulator::every_path; use ivr_runtime::tree::PhoneTree;
/// fn print<T: PhoneTree<App = ()>>() {
///     for path in &every_path::<T>().taken {
///         println!("{}\n{}", path.keys, path.transcript);
///     }
/// }
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Paths {
    /// The paths that were called to their end.
    pub taken: Vec<Path>,
    /// The paths that could not be called, and why: no app gave the required answer.
    pub left_out: Vec<String>,
    /// The paths that no call can take, because the same question would have two answers and nothing in between could
    /// change the answer.
    pub contradictory: Vec<String>,
}

/// A path.
///
/// ```
/// # use ivr_tools::simulator::Path;
/// fn waits_for_somebody(path: &Path) -> bool {
///     path.keys.ends_with("[bridged]")
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Path {
    /// The inputs of the caller and the outcomes of verbs, as the command `paths` writes them.
    pub keys: String,
    /// The call, with one line for each thing that happened.
    pub transcript: String,
}

/// Calls every path of a tree without an app: see [`every_path_with`].
///
/// ```
/// # use ivr_runtime::tree::*;
/// # #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)] enum Bye { Goodbye }
/// # impl PhoneTree for Bye { type App = (); type Data = (); const NAME: &'static str = "Bye";
/// #   const DESCRIPTION: &'static str = r#"{"name":"Bye","language":"en-US","starts":[{"state":"Goodbye"}],
/// #       "states":[{"name":"Goodbye","lines":[{"say":{"text":"Goodbye."}}],"verb":"hangup"}]}"#;
/// #   const ACTIONS: &'static [Action<Self>] = &[];
/// #   fn states() -> &'static [Self] { &[Bye::Goodbye] }
/// #   fn index(self) -> usize { 0 } fn name(self) -> &'static str { "Goodbye" }
/// #   fn next(self, _: Event) -> Transition<Self> { Transition::End(Ending::Hangup) } }
/// let paths = ivr_tools::simulator::every_path::<Bye>();
/// assert_eq!(paths.taken.len(), 1);
/// ```
///
/// # Panics
///
/// Panics in the same cases as [`every_path_with`].
#[track_caller]
pub fn every_path<T: PhoneTree<App = ()>>() -> Paths {
    every_path_with::<T>([()])
}

/// Calls every path of a tree, as listed by the command `paths`, including each of its attempts.
///
/// If a path depends on an answer of the app, the apps are tried in order until one gives that answer; `late` needs
/// none. A path without such an app is added to [`Paths::left_out`], with what the app that came furthest did. To
/// require all paths, assert that it is empty. Paths from every start are called, except from starts that need
/// fields; for those, use [`every_path_from`].
///
/// All calls come from the same number, and several are made at the same time. What an app remembers of one call may
/// therefore leave out the path of another.
///
/// ```
/// # use ivr_tools::simulator::every_path_with; use ivr_runtime::tree::PhoneTree;
/// fn whoever_is_on_duty<T: PhoneTree<App = Option<String>>>() {
///     let paths = every_path_with::<T>([Some("+33123456789".to_owned()), None]);
///     assert!(paths.left_out.is_empty());
/// }
/// ```
///
/// # Panics
///
/// Panics if a call goes elsewhere than the tree says, if Twilio's debugger would report something, if a call hears
/// `on_error`, or if there is no app. At most the [`MAX_PATHS`] shortest paths are called.
#[track_caller]
#[expect(clippy::panic, reason = "a path that goes wrong fails its test")]
pub fn every_path_with<T: PhoneTree>(apps: impl IntoIterator<Item = T::App>) -> Paths {
    let dialog = dialog::<T>();
    let tree = dialog.description();
    let lines: Result<Vec<_>, _> = apps.into_iter().map(line::<T>).collect();
    let lines = lines.unwrap_or_else(|errors| panic!("{errors}"));
    let mut paths = Paths::default();
    for start in Start::free(tree) {
        from_start(&dialog, &start, &lines, &mut paths);
    }
    for start in tree.starts.iter().filter(|start| start.with.iter().any(|field| !field.optional)) {
        let name = start.name.as_deref().unwrap_or_default();
        paths.left_out.push(format!("the start {name} needs fields: call `every_path_from`"));
    }
    paths
}

/// Calls every path from a named start whose request contains these fields: see [`every_path_with`].
///
/// ```
/// # use ivr_tools::simulator::every_path_from; use ivr_runtime::tree::PhoneTree;
/// fn a_campaign<T: PhoneTree<App = ()>>() {
///     let paths = every_path_from::<T>("outbound", [("campaign", "7")], [()]);
///     assert!(paths.left_out.is_empty());
/// }
/// ```
///
/// # Panics
///
/// Panics in the same cases as [`every_path_with`], and if the tree has no such start or the start has no such field.
#[track_caller]
#[expect(clippy::panic, reason = "a path that goes wrong fails its test")]
pub fn every_path_from<'f, T: PhoneTree>(
    start: &str,
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
    apps: impl IntoIterator<Item = T::App>,
) -> Paths {
    let dialog = dialog::<T>();
    let start = Start::named(dialog.description(), start, fields).unwrap_or_else(|why| panic!("{why}"));
    let lines: Result<Vec<_>, _> = apps.into_iter().map(line::<T>).collect();
    let lines = lines.unwrap_or_else(|errors| panic!("{errors}"));
    let mut paths = Paths::default();
    from_start(&dialog, &start, &lines, &mut paths);
    paths
}

/// Adds the paths of one start.
#[track_caller]
#[expect(clippy::panic, reason = "a path that goes wrong fails its test")]
fn from_start<T: PhoneTree>(dialog: &Dialog<T>, start: &Start, lines: &[Router], paths: &mut Paths) {
    let tree = dialog.description();
    let edges = graph::edges(tree);
    let at = start.name().and_then(|name| dialog.begin_at(name)).unwrap_or(dialog.begin());
    let (classes, is_cut) = paths::walk(tree, &edges, at.state.name(), MAX_PATHS);
    let mut wrong = Vec::new();
    let number = start.number(&root::<T>()).unwrap_or_else(|alert| panic!("{alert}"));
    for (class, course) in classes.iter().zip(courses(dialog, (&number, at), &classes, lines)) {
        let keys = paths::keys(tree, class);
        match course {
            Course::Taken(transcript) => paths.taken.push(Path { keys, transcript }),
            Course::NotTaken { why, .. } => match contradiction::of(tree, class) {
                Some(contradiction) => paths.contradictory.push(format!("{keys}: {contradiction}")),
                None => paths.left_out.push(format!("{keys}: {why}")),
            },
            Course::Wrong(why) => wrong.push(format!("{keys}: {why}")),
        }
    }
    if is_cut {
        paths.left_out.push(format!("there are more than {MAX_PATHS} paths; these are the shortest"));
    }
    if !wrong.is_empty() {
        let (count, all) = (wrong.len(), classes.len());
        wrong.truncate(SHOWN);
        panic!("{count} of {all} paths of {} go wrong:\n\n{}", T::NAME, wrong.join("\n"));
    }
}

/// Returns the course of every path, in order, computed on all processors.
fn courses<T: PhoneTree>(
    dialog: &Dialog<T>,
    from: (&Number, Position<T>),
    classes: &[Class<'_, '_>],
    lines: &[Router],
) -> Vec<Course> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let turns = ActTable::turns(classes);
    let share = |worker: usize| {
        let mut repertoire = ActTable::default();
        let mine = classes.iter().zip(&turns).enumerate().skip(worker).step_by(workers);
        let courses = mine.map(|(number, path)| (number, course(dialog, from, path, lines, &mut repertoire)));
        courses.collect::<Vec<_>>()
    };
    let mut courses = thread::scope(|scope| {
        let working: Vec<_> = (0..workers).map(|worker| scope.spawn(move || share(worker))).collect();
        let done = working.into_iter().map(|worker| worker.join().unwrap_or_else(|why| resume_unwind(why)));
        done.flatten().collect::<Vec<_>>()
    });
    courses.sort_by_key(|(number, _)| *number);
    courses.into_iter().map(|(_, course)| course).collect()
}

/// Returns the course of a path with the first app that can take it, or with the app that comes furthest.
fn course<T: PhoneTree>(
    dialog: &Dialog<T>,
    (number, at): (&Number, Position<T>),
    (class, turns): (&Class<'_, '_>, &Vec<usize>),
    lines: &[Router],
    repertoire: &mut ActTable,
) -> Course {
    let mut furthest = (Course::NotTaken { why: "there is no app to ask".to_owned(), taken: 0 }, None);
    let tries = Told::tries(dialog.description());
    for (line, told) in lines.iter().flat_map(|line| tries.iter().map(move |told| (line, told))) {
        let mut session = Session::in_process(number.clone(), line.clone());
        session.tell(told.clone());
        let course = PathRun::new(dialog, class, (&mut *repertoire, turns), (session, at)).carry_out();
        let Course::NotTaken { taken, .. } = course else { return course };
        if furthest.1.is_none_or(|most| taken > most) {
            furthest = (course, Some(taken));
        }
    }
    furthest.0
}

/// Writes how many paths were called, and what was left out.
impl fmt::Display for Paths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} called, {} left out",
            graph::describe::count(self.taken.len(), "path"),
            self.left_out.len()
        )?;
        self.left_out.iter().try_for_each(|why| write!(f, "\n    {why}"))
    }
}

#[cfg(test)]
mod tests;

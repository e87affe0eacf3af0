//! The public API of `ivr`, read from its documentation, is listed in `docs/public-api.txt`, so that a review shows a
//! change to it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use super::texts::document;

/// The parts of a page that are items of their own, by the beginning of their anchors.
const PARTS: [&str; 6] =
    ["structfield.", "variant.", "associatedconstant.", "associatedtype.", "tymethod.", "method."];

/// Sections that tell of other items.
const ENDS: [&str; 3] = ["deref-methods", "trait-implementations", "implementors"];

#[test]
fn what_users_can_name_is_listed() {
    let Some(folder) = documentation() else {
        eprintln!("skipped: run `cargo doc -p ivr --no-deps` first");
        return;
    };
    let mut lines = Vec::new();
    list(&folder, "ivr", &mut lines);
    lines.sort();
    let text = lines.join("\n") + "\n";
    if env::var_os("PAGES").is_some_and(|value| value == "overwrite") {
        fs::write(format!("{}/docs/public-api.txt", env!("CARGO_MANIFEST_DIR")), &text).unwrap();
        return;
    }
    let listed = document("docs/public-api.txt");
    let new: Vec<&str> = text.lines().filter(|line| !listed.lines().any(|known| known == *line)).collect();
    let gone: Vec<&str> = listed.lines().filter(|known| !text.lines().any(|line| line == *known)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "run with PAGES=overwrite\nnew:\n{}\ngone:\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}

/// The documentation of the facade: as it was built, if it is newer than the sources; where `CI=true`, built now.
fn documentation() -> Option<PathBuf> {
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
    let folder = target.join("doc/ivr");
    if env::var("CI").as_deref() == Ok("true") {
        let built = Command::new(env!("CARGO"))
            .args(["doc", "--package", "ivr", "--no-deps", "--locked", "--target-dir"])
            .arg(&target)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        return Some(folder);
    }
    let built = fs::metadata(folder.join("index.html")).and_then(|page| page.modified()).ok()?;
    (built > last_change()).then_some(folder)
}

/// When a source of the published crates was changed last.
fn last_change() -> SystemTime {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = super::files(&["rs", "toml"]).into_iter().filter(|file| file.path.contains("src/"));
    let changes = sources.map(|file| fs::metadata(root.join(file.path)).unwrap().modified().unwrap());
    changes.max().unwrap()
}

/// A line for each item under a module, and for each part of an item.
fn list(folder: &Path, module: &str, lines: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            // rustdoc also writes pages of hidden items, for links.
            if name != "__private" {
                list(&path, &format!("{module}::{name}"), lines);
            }
            continue;
        }
        let mut names = name.split('.');
        if let (Some(kind), Some(item), Some("html")) = (names.next(), names.next(), names.next())
            && !item.ends_with('!')
        {
            let page = fs::read_to_string(&path).unwrap();
            lines.push(format!("{kind} {module}::{item}{}", signature(kind, &page)));
            lines.extend(parts(&page).into_iter().map(|part| format!("{kind} {module}::{item} · {part}")));
        }
    }
}

/// What a function takes and returns.
fn signature(kind: &str, page: &str) -> String {
    let declared = page.split_once("<pre class=\"rust item-decl\">").filter(|_| kind == "fn");
    declared.map(|(_, rest)| format!(": {}", plain(rest.split("</pre>").next().unwrap()))).unwrap_or_default()
}

/// Fields, variants, constants and methods of an item itself.
fn parts(page: &str) -> Vec<String> {
    let end = ENDS.iter().filter_map(|end| page.find(&format!("<h2 id=\"{end}\""))).min();
    let own = &page[..end.unwrap_or(page.len())];
    let anchored = own.split("id=\"").skip(1).filter(|rest| PARTS.iter().any(|part| rest.starts_with(part)));
    let code = anchored.filter_map(|rest| {
        let (tag, rest) = if rest.starts_with("structfield.") {
            ("</code>", rest.split_once("<code>")?.1)
        } else {
            ("</section>", rest.split_once("class=\"code-header\">")?.1)
        };
        Some(plain(rest.split(tag).next()?))
    });
    code.collect()
}

/// The text of a piece of HTML, on one line.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    for (entity, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, letter);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_is_read_as_far_as_it_is_about_the_item() {
    let page = r##"<span id="structfield.id" class="x"><code>id: <a>String</a></code></span>
        <section id="method.get" class="method"><h4 class="code-header">pub fn <a>get</a>(&amp;self) -&gt; u8</h4></section>
        <h2 id="trait-implementations"></h2>
        <section id="method.clone" class="method"><h4 class="code-header">fn clone(&amp;self)</h4></section>"##;
    assert_eq!(parts(page), ["id: String", "pub fn get(&self) -> u8"]);
}

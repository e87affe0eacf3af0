//! Converts events of calls to spans. The trace ID is the `CallSid`, so every server that answers a step of a call adds to
//! the same trace.

use std::{
    cell::Cell,
    error::Error,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use ivr::events::{CallEvent, Happened};
use opentelemetry::{
    Context, KeyValue,
    trace::{
        Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt as _, TraceFlags,
        TraceId, TraceState, Tracer as _, TracerProvider as _,
    },
};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{IdGenerator, RandomIdGenerator, SdkTracer, SdkTracerProvider},
};

/// Sends spans to the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` names, `http://localhost:4318` without it.
pub(crate) fn provider() -> Result<SdkTracerProvider, Box<dyn Error>> {
    let exporter = SpanExporter::builder().with_http().with_protocol(Protocol::HttpJson).build()?;
    let service = Resource::builder().with_service_name("desk").build();
    let provider =
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_id_generator(CallIds::default());
    Ok(provider.with_resource(service).build())
}

/// Makes a span of each event.
pub(crate) fn exporter(provider: &SdkTracerProvider) -> impl Fn(&[CallEvent]) + Send + Sync + use<> {
    let tracer = provider.tracer("ivr");
    move |events| events.iter().for_each(|event| export(&tracer, event))
}

fn export(tracer: &SdkTracer, event: &CallEvent) {
    let Some(call) = trace_of(&event.call) else { return };
    let end = UNIX_EPOCH + Duration::from_millis(event.time.unix_millis());
    let tree = KeyValue::new("ivr.tree", event.tree.clone());
    match &event.what {
        Happened::Started { start, next, .. } => {
            let attributes = [("ivr.start", start.clone()), ("ivr.next", next.clone())];
            step(tracer, call, ("call started".to_owned(), end, end), tree, attributes);
        }
        Happened::Step { state, verb, arm, outcome, attempt, next, latency_us, .. } => {
            let attributes = [
                ("ivr.state", Some(state.clone())),
                ("ivr.verb", Some(verb.clone())),
                ("ivr.arm", arm.clone()),
                ("ivr.outcome", Some(outcome.clone())),
                ("ivr.attempt", Some(attempt.to_string())),
                ("ivr.next", next.clone()),
            ];
            let begin = end.checked_sub(Duration::from_micros(*latency_us)).unwrap_or(end);
            step(tracer, call, (format!("{verb} {state}"), begin, end), tree, attributes);
        }
        Happened::OnError { state } => {
            let attributes = [("ivr.state", state.clone())];
            step(tracer, call, ("on_error".to_owned(), end, end), tree, attributes);
        }
        Happened::Ended { status, duration_s } => {
            let took = Duration::from_secs(duration_s.unwrap_or(0).into());
            let begin = end.checked_sub(took).unwrap_or(end);
            let attributes = vec![tree, KeyValue::new("ivr.status", status.as_str())];
            let whole =
                SpanBuilder::from_name("call").with_kind(SpanKind::Server).with_attributes(attributes);
            // The parent of all steps of the call, whichever server reported them.
            let mut span = ROOT.with(|root| {
                root.set(Some(call));
                let span = tracer.build_with_context(whole.with_start_time(begin), &Context::new());
                root.set(None);
                span
            });
            span.end_with_timestamp(end);
        }
        // Later versions may report more events.
        _ => {}
    }
}

/// A span below that of its call.
fn step<const N: usize>(
    tracer: &SdkTracer,
    (trace, root): (TraceId, SpanId),
    (name, begin, end): (String, SystemTime, SystemTime),
    tree: KeyValue,
    attributes: [(&'static str, Option<String>); N],
) {
    let given = attributes.into_iter().filter_map(|(name, value)| Some(KeyValue::new(name, value?)));
    let attributes: Vec<KeyValue> = [tree].into_iter().chain(given).collect();
    let parent = SpanContext::new(trace, root, TraceFlags::SAMPLED, true, TraceState::default());
    let is_error = name == "on_error";
    let span = SpanBuilder::from_name(name).with_start_time(begin).with_attributes(attributes);
    let mut span = tracer.build_with_context(span, &Context::new().with_remote_span_context(parent));
    if is_error {
        span.set_status(Status::error("the caller heard on_error"));
    }
    span.end_with_timestamp(end);
}

/// The trace of a call and the span that is all of it: a `CallSid` is `CA` and the 32 hexadecimal digits of a trace.
fn trace_of(call: &str) -> Option<(TraceId, SpanId)> {
    let trace = TraceId::from_hex(call.strip_prefix("CA")?).ok()?;
    let [.., a, b, c, d, e, f, g, h] = trace.to_bytes();
    Some((trace, SpanId::from_bytes([a, b, c, d, e, f, g, h])))
}

thread_local! {
    /// The call whose own span is made now.
    static ROOT: Cell<Option<(TraceId, SpanId)>> = const { Cell::new(None) };
}

/// Random numbers, but those of the call for its own span.
#[derive(Debug, Default)]
struct CallIds(RandomIdGenerator);

impl IdGenerator for CallIds {
    fn new_trace_id(&self) -> TraceId {
        ROOT.get().map_or_else(|| self.0.new_trace_id(), |(trace, _)| trace)
    }

    fn new_span_id(&self) -> SpanId {
        ROOT.get().map_or_else(|| self.0.new_span_id(), |(_, span)| span)
    }
}

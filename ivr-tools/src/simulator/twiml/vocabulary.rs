//! The elements, their content and their attributes in Twilio's schema.

/// The schema of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    attributes: &'static str,
    children: &'static str,
    /// Whether it may contain text.
    pub(super) text: bool,
}

impl Element {
    /// Returns the element with this name, case-sensitively.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ELEMENTS.iter().find(|element| element.name == name)
    }

    pub(super) fn has_attribute(&self, name: &str) -> bool {
        self.attributes.split_whitespace().any(|own| own == name)
    }

    pub(super) fn may_contain(&self, child: &str) -> bool {
        self.children.split_whitespace().any(|own| own == child)
    }
}

const fn empty(name: &'static str, attributes: &'static str) -> Element {
    Element { name, attributes, children: "", text: false }
}

const fn text(name: &'static str, attributes: &'static str) -> Element {
    Element { name, attributes, children: "", text: true }
}

const fn parent(name: &'static str, attributes: &'static str, children: &'static str) -> Element {
    Element { name, attributes, children, text: false }
}

const fn mixed(name: &'static str, attributes: &'static str, children: &'static str) -> Element {
    Element { name, attributes, children, text: true }
}

const ELEMENTS: &[Element] = &[
    parent(
        "Response",
        "",
        "Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Prompt Queue Record Redirect Refer Reject \
         Say Sms Start Stop",
    ),
    // Verbs.
    mixed("Say", "voice language loop", "break emphasis lang p phoneme prosody s say-as sub w"),
    text("Play", "loop digits"),
    empty("Pause", "length"),
    parent(
        "Gather",
        "input action method timeout numDigits finishOnKey actionOnEmptyResult language hints speechTimeout \
         maxSpeechTime speechModel profanityFilter partialResultCallback partialResultCallbackMethod enhanced \
         bargeIn debug",
        "Say Play Pause",
    ),
    mixed(
        "Dial",
        "action method timeout timeLimit callerId answerOnBridge hangupOnStar ringTone record recordingTrack trim \
         recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent \
         recordingConfigurationId sequential referUrl referMethod events passports callReason",
        "Number Client Conference Queue Sip Sim Application WhatsApp",
    ),
    empty(
        "Record",
        "action method timeout finishOnKey maxLength playBeep trim transcribe transcribeCallback \
         recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent \
         recordingConfigurationId",
    ),
    mixed("Enqueue", "action method waitUrl waitUrlMethod workflowSid maxQueueSize", "Task"),
    empty("Leave", ""),
    parent("Hangup", "", "Parameter"),
    empty("Echo", ""),
    text("Redirect", "method"),
    parent("Reject", "reason", "Parameter"),
    parent("Refer", "action method", "Sip"),
    parent(
        "Connect",
        "action method",
        "Stream ConversationRelay VirtualAgent Room Conversation AiSession ConversationRelaySession Autopilot",
    ),
    parent("Start", "action method", "Stream Siprec Transcription Recording"),
    parent("Stop", "", "Stream Siprec Transcription"),
    parent(
        "Pay",
        "action method input paymentMethod bankAccountType timeout maxAttempts securityCode postalCode \
         minPostalCodeLength paymentConnector tokenType chargeAmount currency description language validCardTypes \
         statusCallback statusCallbackMethod",
        "Prompt Parameter",
    ),
    parent("Prompt", "for errorType cardType attempt requireMatchingInputs", "Say Play Pause"),
    text("Sms", "to from action method statusCallback"),
    // Nouns.
    text(
        "Number",
        "sendDigits url method byoc statusCallback statusCallbackMethod statusCallbackEvent machineDetection \
         machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold \
         machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod",
    ),
    mixed(
        "Client",
        "url method statusCallback statusCallbackMethod statusCallbackEvent",
        "Identity Parameter",
    ),
    mixed(
        "Sip",
        "username password url method statusCallback statusCallbackMethod statusCallbackEvent machineDetection \
         machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold \
         machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod",
        "Uri Headers",
    ),
    text("Uri", "priority weight username password"),
    parent("Headers", "", "Header"),
    empty("Header", "name value"),
    text(
        "Conference",
        "muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record trim \
         region coach participantLabel jitterBufferSize statusCallback statusCallbackMethod statusCallbackEvent \
         recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent eventCallbackUrl \
         recordingConfigurationId",
    ),
    text("Queue", "url method reservationSid postWorkActivitySid"),
    text("WhatsApp", "url method statusCallback statusCallbackMethod statusCallbackEvent"),
    text("Sim", ""),
    parent(
        "Application",
        "url method statusCallback statusCallbackMethod statusCallbackEvent customerId copyParentTo",
        "ApplicationSid Parameter",
    ),
    text("ApplicationSid", ""),
    text("Identity", ""),
    text("Task", "priority timeout"),
    parent(
        "Stream",
        "url name connectorName track statusCallback statusCallbackMethod audioFormat sampleRate",
        "Parameter",
    ),
    parent("Siprec", "name connectorName track statusCallback statusCallbackMethod", "Parameter"),
    parent(
        "Transcription",
        "name track statusCallbackUrl statusCallbackMethod inboundTrackLabel outboundTrackLabel partialResults \
         languageCode transcriptionEngine profanityFilter speechModel hints enableAutomaticPunctuation \
         intelligenceService",
        "Config Parameter",
    ),
    empty(
        "Recording",
        "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent trim track channels \
         recordingConfigurationId",
    ),
    parent(
        "ConversationRelay",
        "url language ttsLanguage transcriptionLanguage ttsProvider voice transcriptionProvider speechModel \
         profanityFilter dtmfDetection welcomeGreeting welcomeGreetingLanguage welcomeGreetingInterruptible \
         interruptible preemptible partialPrompts hints intelligenceService reportInputDuringAgentSpeech \
         elevenlabsTextNormalization interruptSensitivity debug events partialPromptOnHangup eagerEotThreshold \
         asrSmartFormat ttsTextNormalization",
        "Language Parameter",
    ),
    empty(
        "Language",
        "code ttsProvider voice transcriptionProvider speechModel transcriptionLanguage ttsLanguage",
    ),
    parent(
        "VirtualAgent",
        "connectorName language sentimentAnalysis statusCallback statusCallbackMethod",
        "Config Parameter",
    ),
    text("Room", "participantIdentity"),
    parent(
        "Conversation",
        "serviceInstanceSid inboundAutocreation routingAssignmentTimeout inboundTimeout url method record trim \
         recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent statusCallback \
         statusCallbackMethod statusCallbackEvent",
        "",
    ),
    text("AiSession", ""),
    text("ConversationRelaySession", "connector sessionConfiguration"),
    text("Autopilot", ""),
    empty("Parameter", "name value"),
    empty("Config", "name value"),
    // SSML.
    empty("break", "strength time"),
    mixed("emphasis", "level", "break emphasis lang phoneme prosody say-as sub w"),
    mixed("lang", "lang", "break emphasis lang p phoneme prosody s say-as sub w"),
    mixed("p", "", "break emphasis lang phoneme prosody s say-as sub w"),
    text("phoneme", "alphabet ph"),
    mixed("prosody", "volume rate pitch", "break emphasis lang p phoneme prosody s say-as sub w"),
    mixed("s", "", "break emphasis lang phoneme prosody say-as sub w"),
    text("say-as", "interpret-as format role"),
    text("sub", "alias"),
    mixed("w", "role", "break emphasis phoneme prosody say-as sub"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_child_is_an_element_of_its_own() {
        for element in ELEMENTS {
            for child in element.children.split_whitespace() {
                assert!(Element::named(child).is_some(), "{child} in {}", element.name);
            }
        }
    }

    #[test]
    fn no_element_stands_twice() {
        let mut names: Vec<_> = ELEMENTS.iter().map(|element| element.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ELEMENTS.len());
    }

    #[test]
    fn a_gather_holds_prompts_and_nothing_else() {
        let gather = Element::named("Gather").unwrap();
        assert!(gather.may_contain("Pause"));
        assert!(!gather.may_contain("Redirect"));
        assert!(Element::named("gather").is_none());
    }
}

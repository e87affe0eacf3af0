//! Portuguese, as telephone prompts and callers speak it in Brazil and Portugal.

use std::sync::OnceLock;

use super::{Numbers, Prompts, Spoken, Vocabulary};

pub(super) static PORTUGUESE: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "zero",
            "um/uma",
            "dois/duas",
            "tres",
            "quatro",
            "cinco",
            "seis/meia",
            "sete",
            "oito",
            "nove",
            "dez",
            "onze",
            "doze",
            "treze",
            "catorze/quatorze",
            "quinze",
            "dezesseis/dezasseis",
            "dezessete/dezassete",
            "dezoito",
            "dezenove/dezanove",
        ],
        tens: ["vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"],
        joint: "e",
        ones_first: false,
        by_twenties: false,
    },
    star: &["asterisco", "estrela"],
    pound: &["cardinal", "sustenido", "jogo da velha", "cerquilha", "quadrado", "tralha", "hashtag"],
    spoken: Spoken {
        polite: "tecla numero opcao digito o a por favor obrigado obrigada quero gostaria de escolho",
        zero: "",
        alone: &[],
    },
    prompts: Prompts {
        press: "pressione pressiona pressionar pressionando prima primir digite digita digitar digitando tecle \
                teclar marque marcar disque discar aperte apertar selecione selecionar seleccione escolha insira \
                introduza diga carregue carregar tecla",
        filler: "o a os as no na em tecla numero digito botao opcao agora simplesmente simbolo",
        and: "ou e",
        after: "para se agora quando em a por seguido seguida caso depois na no com enquanto ao antes durante mais",
        noun: "",
        counted: "digito digitos vez vezes segundo segundos minuto minutos hora horas dia dias caracteres letras \
                  reais euros anos meses numeros opcoes teclas palavras",
        mark: "o tecla numero",
        offer: "para se",
        from: "entre de do",
        to: "a ao ate e",
        ranking: "escala avalie nota avaliacao",
        other: &[
            "qualquer outra tecla",
            "qualquer tecla",
            "outra tecla",
            "qualquer outro numero",
            "qualquer outro digito",
            "qualquer outra opcao",
        ],
        emergency: "",
    },
};

//! Spanish, as telephone prompts and callers speak it in Spain and America.

use std::sync::OnceLock;

use super::{Numbers, Prompts, Spoken, Vocabulary};

pub(super) static SPANISH: Vocabulary = Vocabulary {
    index: OnceLock::new(),
    numbers: Numbers {
        small: [
            "cero",
            "uno/una/un",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciseis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
        ],
        tens: [
            "veinte/veinti",
            "treinta",
            "cuarenta",
            "cincuenta",
            "sesenta",
            "setenta",
            "ochenta",
            "noventa",
        ],
        joint: "y",
        ones_first: false,
        by_twenties: false,
    },
    star: &["asterisco", "estrella"],
    pound: &[
        "almohadilla",
        "numeral",
        "gato",
        "signo de numero",
        "signo numeral",
        "signo de gato",
        "hashtag",
    ],
    spoken: Spoken {
        polite: "marque pulse oprima tecla numero opcion digito boton el la por favor gracias quiero quisiera \
                 escojo elijo es eh",
        zero: "",
        alone: &[],
    },
    prompts: Prompts {
        press: "pulse pulsa pulsar pulsando marque marca marcar marcando oprima oprime oprimir oprimiendo presione \
                presiona presionar presionando digite digita digitar teclee teclea teclear ingrese introduzca \
                seleccione selecciona seleccionar elija escoja apriete diga tecla",
        filler: "el la los las numero tecla boton opcion digito en ahora simplemente simbolo signo del",
        and: "o u y e",
        after: "para si en a cuando ahora por seguido seguida luego despues con desde al mientras antes durante mas",
        noun: "",
        counted: "digito digitos vez veces segundo segundos minuto minutos hora horas dia dias caracter caracteres \
                  letra letras numeros cifras euros pesos dolares anos meses opciones palabras ciento",
        mark: "el la tecla numero",
        offer: "para si",
        from: "entre del de desde",
        to: "al a hasta y",
        ranking: "escala califique calificacion evalue valore valoracion",
        other: &[
            "cualquier otra tecla",
            "cualquier tecla",
            "otra tecla",
            "cualquier otro numero",
            "cualquier otro digito",
            "cualquier otra opcion",
            "cualquier otro boton",
        ],
        emergency: "",
    },
};

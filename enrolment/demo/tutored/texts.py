"""What participants wrote: sentences of one subject, with places that differ from text to text, so that no
two works share a passage but the two that do on purpose."""

from __future__ import annotations

import random
import re

CONTROL, REGISTER, PROFILE = "control-and-facilitation", "risk-register", "profile-to-defend"
ROLES, CONSIGNMENT = "customs-where-you-serve", "one-consignment"

PLACES = {
    "en": "the northern port|our dry port|the airport shed|the lake crossing|the rail terminal|the bridge",
    "fr": "Port-Nord|notre port sec|l’aérogare|la barrière du lac|la gare|Pont-du-Fleuve",
    "es": "Puerto Norte|nuestro puerto seco|la bodega del aeropuerto|Paso del Lago|la terminal",
    "ar": "ميناء الشمال|مينائنا الجاف|مستودع المطار|معبر البحيرة|محطة القطار|جسر النهر",
}
GOODS = {
    "en": "used tyres|medicines|cooking oil|spare parts|textiles|mobile phones|rice|solar panels",
    "fr": "les pneus d’occasion|les médicaments|l’huile|les pièces détachées|les textiles|le riz",
    "es": "los neumáticos usados|los medicamentos|las baterías|los repuestos|los textiles|las semillas",
    "ar": "الإطارات المستعملة|الأدوية|زيت الطعام|قطع الغيار|المنسوجات|الأرز",
}
WHEN = {
    "en": "last March|since the new year|during the harvest|in two quarters|within eight weeks|over a summer",
    "fr": "en mars dernier|depuis janvier|pendant la récolte|en deux trimestres|en huit semaines",
    "es": "en marzo pasado|desde enero|durante la cosecha|en dos trimestres|en ocho semanas",
    "ar": "في مارس الماضي|منذ مطلع العام|في موسم الحصاد|خلال فصلين|خلال ثمانية أسابيع",
}
SENTENCES = {
    (CONTROL, "en"): (
        "Control keeps {goods} honest, and at {place} that is what the public pays us for.",
        "Facilitation, to me, means that {goods} leave {place} when there is no reason to keep them.",
        "Before, {number} of a hundred lorries at {place} were opened, and {goods} waited with all the rest.",
        "We let known importers of {goods} go at once, and {when} {number} officer hours a week were free.",
        "Those hours went to {goods}: at {place} we found {number} cases {when}, against three before.",
        "What we found there changed the profile for {goods}, so {place} now stops fewer of the honest.",
        "Importers who know that {place} is quick have {number} reasons to declare {goods} rightly.",
        "For control I would count the hit rate at {place}: {number} finds in a hundred checks of {goods}.",
        "For facilitation I would measure how long {goods} stay at {place}: {number} hours at noon, {when}.",
        "Both figures stand on one page, {when}, so that {place} improves none at the cost of {goods}.",
        "A colleague at {place} said that {number} random checks of {goods} tell more than any complaint.",
    ),
    (CONTROL, "fr"): (
        "Le contrôle protège : à {place}, {goods} entrent sous nos yeux, et c’est notre premier devoir.",
        "Faciliter veut dire que {goods} quittent {place} dès que rien ne justifie de les garder.",
        "Avant, {number} camions sur cent étaient ouverts à {place}, et {goods} attendaient comme le reste.",
        "En libérant d’avance {goods}, nous avons gagné {number} heures par semaine à {place}, {when}.",
        "Ces heures, {place} les donne à ce qui est risqué : {number} constats sur {goods} {when}.",
        "Chaque constat revient dans le profil, si bien que {goods} honnêtes passent mieux par {place}.",
        "Pour le contrôle, je compterais à {place} {number} constats sur cent visites, surtout pour {goods}.",
        "Pour la facilitation, je mesurerais la durée à {place} : {number} heures pour {goods}, {when}.",
    ),
    (CONTROL, "es"): (
        "El control protege: por {place} entran {goods} y alguien debe responder de ellos.",
        "Facilitar es que {goods} salgan de {place} cuando nada obliga a retenerlos.",
        "Antes se abrían {number} de cada cien camiones en {place}, y {goods} esperaban igual que lo demás.",
        "Al liberar de antemano {goods}, en {place} ganamos {number} horas por semana {when}.",
        "Con esas horas miramos lo dudoso: {number} hallazgos en {goods}, {when}, solo en {place}.",
        "Cada hallazgo vuelve al perfil, y así {place} detiene menos {goods} de gente cumplida.",
        "Para el control contaría {number} hallazgos por cada cien revisiones de {goods} en {place}.",
        "Para la facilitación mediría la espera en {place}: {number} horas para {goods}, {when}.",
    ),
    (CONTROL, "ar"): (
        "الرقابة تحمي الناس: عبر {place} تدخل {goods}، ولا بد ممن يسأل عنها.",
        "والتيسير أن تخرج {goods} من {place} متى لم يبق سبب لحجزها.",
        "كنا نفتح {number} شاحنة من كل مئة في {place}، و{goods} تنتظر كغيرها.",
        "ولما أفرجنا مقدمًا عن {goods} وفرنا في {place} {number} ساعة كل أسبوع {when}.",
        "صرفنا تلك الساعات إلى ما فيه خطر: {number} ضبطًا في {goods} {when} في {place} وحده.",
        "وكل ضبط يعود إلى ملف المخاطر، فتمر {goods} السليمة من {place} أسرع.",
        "للرقابة أحسب {number} ضبطًا في كل مئة فحص عن {goods} في {place}.",
        "وللتيسير أقيس المكث في {place}: {number} ساعة في حالة {goods} {when}.",
    ),
    (REGISTER, "en"): (
        "The objective at stake is revenue: {goods} through {place} bring {number} per cent of ours.",
        "Risk one: {goods} are declared as something cheaper at {place}; we saw it {number} times {when}.",
        "Risk two: at {place} nobody weighs {goods} by night, and {when} {number} lorries came then.",
        "Risk three: one broker brings most {goods} to {place}, and {number} papers {when} looked alike.",
        "We score chance by what {place} found {when}: {number} cases of {goods} make it likely.",
        "We score consequence in money: {number} thousand lost on {goods} at {place} is high for us.",
        "Treatment: a weighbridge rota at {place}, {number} random checks of {goods}, the rest goes.",
        "The head of shift at {place} owns it, and {when} she reports {number} figures on {goods}.",
        "We tolerate small postal parcels: {number} at {place} {when}, and hardly any {goods} in them.",
    ),
    (PROFILE, "en"): (
        "At {place}, {number} of the consignments of {goods} had a find, so the rate beats chance {when}.",
        "Country alone is no reason: {goods} from anywhere pass {place}, and {number} finds were local.",
        "My profile joins three facts: {goods}, a broker new at {place}, a weight {number} kilos off.",
        "What meets all three goes to red at {place}; {goods} with two of them to yellow, {number} a week.",
        "Small numbers mislead: {number} checks of {goods} at {place} {when} prove nothing yet.",
        "Every tenth green consignment at {place} is still drawn: {when} that found {number} among {goods}.",
        "I would look at it again {when}, when {place} has {number} more results on {goods}.",
    ),
    (PROFILE, "es"): (
        "En {place}, {number} envíos de {goods} tuvieron hallazgo: la tasa supera al azar {when}.",
        "El país solo no basta: {goods} de todo origen pasan por {place} y {number} hallazgos eran locales.",
        "Mi perfil une tres datos: {goods}, un agente nuevo en {place} y un peso que difiere {number} kilos.",
        "Lo que cumple los tres va a rojo en {place}; con dos, {goods} van a amarillo, {number} por semana.",
        "Los números pequeños engañan: {number} revisiones de {goods} en {place} {when} no prueban nada.",
        "Uno de cada diez envíos verdes de {place} se sortea: {when} salieron {number} casos de {goods}.",
    ),
    (PROFILE, "fr"): (
        "À {place}, {number} envois portant sur {goods} ont eu un constat : mieux que le hasard {when}.",
        "Le pays seul ne suffit pas : {goods} de partout passent à {place}, {number} cas étaient locaux.",
        "Mon profil réunit trois faits : {goods}, un déclarant nouveau à {place}, {number} kilos d’écart.",
        "Ce qui les réunit va au rouge à {place} ; avec deux, {goods} vont au jaune, {number} par semaine.",
        "Les petits nombres trompent : pour {goods}, {number} visites à {place} {when} ne prouvent rien.",
        "Un envoi vert sur dix reste tiré au sort à {place} : {when}, {number} cas sur {goods}.",
    ),
    (PROFILE, "ar"): (
        "في {place} أسفرت {number} إرسالية من {goods} عن ضبط، فالنسبة تفوق الصدفة {when}.",
        "البلد وحده لا يكفي: تمر {goods} من كل مكان عبر {place}، و{number} من الضبوط محلية.",
        "يجمع ملفي ثلاث وقائع: {goods}، ووسيط جديد في {place}، وفرق {number} كيلوغرامًا في الوزن.",
        "ما اجتمعت فيه الثلاث يذهب إلى الأحمر في {place}، و{goods} باثنتين إلى الأصفر، {number} في الأسبوع.",
        "الأعداد الصغيرة تخدع: {number} فحصًا عن {goods} في {place} {when} لا تثبت شيئًا.",
        "نسحب بالقرعة عُشر الأخضر في {place}: {when} كشفت القرعة {number} حالة في {goods}.",
    ),
    (ROLES, "en"): (
        "At {place} we collect {number} per cent of what {goods} owe the state {when}.",
        "Beside revenue, {place} keeps {goods} that harm people out: {number} cases {when}.",
        "Traders of {goods} know {place} as the door that opened {number} minutes earlier {when}.",
        "The law lets me open {goods} at {place}, and {number} times {when} I wrote down why.",
        "I had to decide: {goods} at {place}, papers in order, {number} kilos too heavy {when}.",
        "I kept {number} boxes of {goods} at {place} and told the owner {when} how to object.",
        "Kyoto asks that {goods} be checked no more than needed, so {place} opens {number} a week.",
        "The Harmonized System names {goods} alike at {place} and at {number} other borders {when}.",
        "None of that binds {place} by itself: {number} lines of our act on {goods} do, {when}.",
        "What I take along: count {goods} at {place}, {number} figures a month, and show them {when}.",
    ),
    (CONSIGNMENT, "en"): (
        "A container of {goods} reached {place} {when} with {number} papers ahead of it.",
        "Its manifest came {number} hours before {place} saw the seal, and {goods} were declared {when}.",
        "Waiting took most: {number} hours at {place}, while {goods} stood {when} for one stamp.",
        "Three agencies looked at {goods} in {place}, {number} hours apart, each for itself {when}.",
        "With one appointment {place} would open {goods} once, and {number} hours were free {when}.",
        "Who is known to ship {goods} could leave {place} in {number} hours, checked later {when}.",
        "It stays safe: {number} of a hundred consignments of {goods} at {place} are still drawn {when}.",
        "I would measure {goods} at {place} from arrival to gate, {number} days running {when}.",
        "The head of {place} agrees if {goods} earn {number} hours more for checks {when}.",
    ),
}
FEEDBACK = {
    "en": (
        "Both aims are there, and your example is from your own work. Say next time how it is counted.",
        "Clear and to the point. The link from what was found back to the profile deserves a second example.",
        "A good beginning. I miss what became of the change: give one figure from before and one from after.",
        "Well argued. Shorter sentences would let your director read it in five minutes.",
    ),
    "fr": (
        "Les deux buts y sont, et l’exemple vient de votre travail. Dites aussi comment il est compté.",
        "Clair et concret. Le retour du constat vers le profil mérite un second exemple.",
    ),
    "es": (
        "Están los dos fines y el ejemplo es suyo. La próxima vez diga cómo se cuenta la cifra.",
        "Claro y concreto. Falta ver qué cambió después: dé una cifra de antes y otra de ahora.",
    ),
    "ar": (
        "الهدفان حاضران والمثال من عملك. بيّن في المرة القادمة كيف يُحسب الرقم.",
        "واضح ومباشر. اذكر ما الذي تغير بعد ذلك: رقمًا من قبل ورقمًا من بعد.",
    ),
}


def text_of(subject: str, language: str, dice: random.Random, sentences: int = 6) -> str:
    """A work as HTML, in the language where there are sentences in it, else in English."""
    known = SENTENCES.get((subject, language)) or SENTENCES[subject, "en"]
    language = language if (subject, language) in SENTENCES else "en"
    chosen = [known[place] for place in sorted(dice.sample(range(len(known)), min(sentences, len(known))))]
    written = [_filled(sentence, language, dice) for sentence in chosen]
    middle = (len(written) + 1) // 2
    return "".join(f"<p>{' '.join(part)}</p>" for part in (written[:middle], written[middle:]))


def language_of(subject: str, language: str) -> str:
    """The language ``text_of`` writes in."""
    return language if (subject, language) in SENTENCES else "en"


def _filled(sentence: str, language: str, dice: random.Random) -> str:
    words = {"place": PLACES, "goods": GOODS, "when": WHEN}

    def one(found: re.Match) -> str:
        name = found.group(1)
        return str(dice.randint(4, 96)) if name == "number" else dice.choice(words[name][language].split("|"))

    return re.sub(r"\{(\w+)\}", one, sentence)

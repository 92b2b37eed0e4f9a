"""Names as they are given in a dozen countries, put together by chance: nobody who bears one is meant.

A people's names come in parts, in the order they are said: ``given`` of the person, ``given_man`` for the
father's, ``own`` (a second name of the community), ``family``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

WOMAN, MAN = "woman", "man"


@dataclass(frozen=True)
class People:
    """Lists of names parted by commas. ``own`` is that of women, then of men."""

    parts: tuple[str, ...]
    women: str
    men: str
    family: str = ""
    own: tuple[str, str] = ("", "")

    def name(self, gender: str, dice: random.Random) -> str:
        """A name for a woman or a man."""
        return " ".join(dice.choice(self._of(part, gender)) for part in self.parts)

    def _of(self, part: str, gender: str) -> list[str]:
        if part == "family":
            return self.family.split(", ")
        if part == "own":
            return self.own[gender == MAN].split(", ")
        is_woman = gender == WOMAN and part != "given_man"
        return (self.women if is_woman else self.men).split(", ")


_CHRISTIAN_WOMEN = (
    "Grace, Faith, Mercy, Esther, Jane, Mary, Joyce, Lucy, Caroline, Beatrice, Purity, Naomi, Rose, Alice, "
    "Eunice, Lydia, Judith, Agnes, Dorcas, Winnie, Sharon, Janet"
)
_CHRISTIAN_MEN = (
    "John, Peter, Joseph, David, James, Samuel, Daniel, Stephen, Paul, Brian, Kevin, Dennis, Victor, Evans, "
    "Geoffrey, Patrick, Moses, Elijah, Simon, Anthony, Collins, Felix"
)
_THREE = ("given", "own", "family")

KENYA = (
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Kamau, Njoroge, Mwangi, Kariuki, Githinji, Ndung'u, Karanja, Macharia, Gachanja, Wainaina, Muchiri",
        (
            "Wanjiru, Wambui, Nyambura, Wangui, Njeri, Waithera, Muthoni, Wairimu",
            "Kimani, Maina, Irungu, Gitau, Mbugua, Waweru, Njuguna",
        ),
    ),
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Odhiambo, Otieno, Ouma, Onyango, Okoth, Omondi, Owino, Achola, Ogola, Okello, Awuor",
        (
            "Achieng, Atieno, Akinyi, Adhiambo, Awino, Auma, Apiyo",
            "Ochieng, Oduor, Opiyo, Juma, Ogutu, Odero, Obiero",
        ),
    ),
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Wafula, Barasa, Wekesa, Simiyu, Shikuku, Mukhwana, Wanyama, Makokha, Khaemba, Namachanja",
        (
            "Nekesa, Nafula, Naliaka, Nasimiyu, Khasoa, Auma",
            "Wanjala, Masinde, Situma, Mulongo, Juma, Nyongesa",
        ),
    ),
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Koech, Rotich, Langat, Bett, Sang, Cheruiyot, Kirui, Mutai, Tanui, Biwott, Yego",
        (
            "Chebet, Jepkosgei, Chepkemoi, Jerono, Cherotich, Jeptoo, Chelagat",
            "Kiprotich, Kipkoech, Kiplagat, Kibet, Kiptoo, Kimutai, Kiprono",
        ),
    ),
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Mutua, Musyoka, Kilonzo, Mutinda, Nzioka, Muthama, Wambua, Kyalo, Makau, Munyao",
        (
            "Mwende, Ndinda, Mwikali, Kavata, Nduku, Mumbua, Syombua",
            "Muli, Kioko, Mwanzia, Ngui, Mumo, Kimeu",
        ),
    ),
    People(
        _THREE,
        _CHRISTIAN_WOMEN,
        _CHRISTIAN_MEN,
        "Nyakundi, Ombati, Mogaka, Onsongo, Nyamweya, Omwega, Momanyi, Ondieki, Bosire",
        ("Kerubo, Moraa, Kwamboka, Nyaboke, Bosibori, Gesare", "Makori, Mokaya, Nyang'au, Osoro, Obare"),
    ),
    People(
        ("given", "given_man", "family"),
        "Halima, Fatuma, Amina, Hodan, Sahra, Ifrah, Khadija, Maryan, Zeinab, Habiba",
        "Abdi, Hassan, Mohamed, Ibrahim, Ahmed, Yusuf, Adan, Issack, Farah, Omar, Bashir, Abdullahi",
        "Noor, Ali, Hussein, Warsame, Maalim, Jama, Sheikh, Dahir, Gedi, Osman, Abdille",
    ),
    People(
        ("given", "given_man", "family"),
        "Mwanaisha, Rukia, Zuhura, Saida, Aisha, Mariam, Fauzia, Swafiya, Time, Neema",
        "Salim, Said, Juma, Bakari, Athman, Swaleh, Mbarak, Rashid, Feisal, Kassim, Hamisi",
        "Mwinyi, Mwakio, Mzee, Bamahriz, Shee, Mwachiro, Kombo, Baya, Charo, Kazungu, Mwadime",
    ),
)

OTHERS: Mapping[str, tuple[People, ...]] = {
    "ET": (
        People(
            ("given", "given_man"),
            "ሄለን, ሰላም, ህይወት, ትዕግስት, ማርታ, ፍሬህይወት, አልማዝ, ሰናይት, ገነት, ራሔል, በለጥሻቸው, ዘነበች",
            "አበበ, ዳዊት, ተስፋዬ, ሙሉጌታ, ጌታቸው, ብርሃኑ, ሳሙኤል, ዮሐንስ, ታደሰ, ግርማ, ወንድሙ, ደረጀ, መኮንን, ኃይሉ, ገብሬ",
        ),
    ),
    "ZM": (
        People(
            ("given", "family"),
            "Mutinta, Chanda, Natasha, Mwaka, Thandiwe, Bupe, Luyando, Namukolo, Chipo, Monde",
            "Bwalya, Kelvin, Mwila, Chilufya, Moses, Kabwe, Lubinda, Mulenga, Joseph, Sikota",
            "Mwansa, Phiri, Banda, Tembo, Hachilala, Mwale, Zulu, Sichone, Kapambwe, Ngoma, Musonda",
        ),
    ),
    "SN": (
        People(
            ("given", "family"),
            "Aïssatou, Fatou, Awa, Mariama, Khady, Ndèye, Coumba, Rokhaya, Adama, Sokhna, Bineta, Astou",
            "Mamadou, Ousmane, Cheikh, Ibrahima, Abdoulaye, Moussa, Babacar, Alioune, Modou, Lamine, Pape",
            "Ndiaye, Diop, Fall, Sow, Ba, Sarr, Gueye, Faye, Diouf, Cissé, Thiam, Diagne, Mbaye, Sané, Badji",
        ),
    ),
    "CM": (
        People(
            ("given", "family"),
            "Béatrice, Clarisse, Solange, Marie-Claire, Nadège, Aïcha, Estelle, Edwige, Hortense, Odile",
            "Jean-Paul, Emmanuel, Hervé, Achille, Bertrand, Oumarou, Serge, Martin, Thierry, Alain",
            "Ngo Bassong, Mbarga, Tchoumi, Abena, Fotso, Nguema, Bello, Tchinda, Essomba, Nkolo, Njoya",
        ),
    ),
    "JO": (
        People(
            ("given", "given_man", "family"),
            "رنا, هبة, لانا, سوسن, دينا, أمل, نور, إيمان, رغد, سمر, هديل, ميسون",
            "سامي, خالد, محمود, عمر, أحمد, فراس, باسم, زياد, طارق, نبيل, رامي, عماد, ماهر, يزن",
            "حداد, العبد الله, المومني, الزعبي, الخطيب, العجارمة, الطراونة, القضاة, عبيدات, الحياري",
        ),
    ),
    "MA": (
        People(
            ("given", "family"),
            "فاطمة الزهراء, خديجة, سلمى, نادية, أسماء, حنان, سناء, كوثر, مريم, لطيفة",
            "يوسف, كريم, عبد الرحيم, هشام, رشيد, أيوب, المهدي, سعيد, عادل, نور الدين",
            "العلوي, بناني, الإدريسي, التازي, بنجلون, الفاسي, أمزيان, الشرقاوي, بوعزة, أوحمو, الحداوي",
        ),
        People(
            ("given", "family"),
            "Salma, Houda, Imane, Loubna, Kaoutar, Zineb",
            "Youssef, Mehdi, Karim, Anass, Hicham, Rachid",
            "El Alami, Bennani, Ouazzani, Amrani, Tazi, Idrissi, Cherkaoui, Lahlou",
        ),
    ),
    "PE": (
        People(
            ("given", "family", "family"),
            "María Elena, Rosa, Ana Lucía, Carmen, Milagros, Yolanda, Flor de María, Patricia, Gladys",
            "Jorge Luis, Carlos, José Antonio, Víctor, Julio César, Edgar, Wilder, Percy, Luis Alberto",
            "Quispe, Mamani, Huamán, Flores, Rojas, Condori, Vega, Salazar, Chávez, Ccama, Torres, Paredes",
        ),
    ),
    "CO": (
        People(
            ("given", "family", "family"),
            "Paola Andrea, Diana, Luz Marina, Juliana, Adriana, Claudia Patricia, Yesenia, Natalia",
            "Julián, Andrés Felipe, Camilo, Jhon Jairo, Óscar, Mauricio, Hernán, Wilson",
            "Restrepo, Rojas, Giraldo, Ospina, Cárdenas, Moreno, Palacios, Rincón, Mosquera, Zapata",
        ),
    ),
    "IN": (
        People(
            ("given", "family"),
            "Ananya, Meera, Sunita, Kavita, Lakshmi, Priya, Deepa, Shalini, Nandini, Farida",
            "Rohit, Arjun, Suresh, Vikram, Anil, Sanjay, Manoj, Imran, Gurpreet, Karthik",
            "Krishnan, Sharma, Nair, Reddy, Joshi, Iyer, Kulkarni, Das, Banerjee, Siddiqui, Gill, Patel",
        ),
    ),
    "FJ": (
        People(
            ("given", "family"),
            "Mere, Litia, Salote, Ana, Priya, Losalini, Ashika",
            "Josefa, Tomasi, Semi, Apisai, Ravin, Sitiveni, Ilaitia",
            "Tuisawau, Naulu, Vakaloloma, Tikoitoga, Prasad, Kumar, Rokotuivuna, Waqa, Chand",
        ),
    ),
    "GE": (
        People(
            ("given", "family"),
            "Nino, Tamar, Mariam, Ketevan, Eka, Salome, Nana, Maka",
            "Giorgi, Levan, Irakli, Davit, Zurab, Nika, Lasha, Vakhtang",
            "Beridze, Kapanadze, Gelashvili, Maisuradze, Lomidze, Tsiklauri, Giorgadze, Khutsishvili",
        ),
    ),
}
PEOPLES: Mapping[str, tuple[People, ...]] = {"KE": KENYA, **OTHERS}

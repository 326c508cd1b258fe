//! The abbreviations, by language and by what their full stop can be taken for.
//!
//! A word in lower case stands for any case; one with a capital only counts so written, or all in
//! capitals; one after `~` only counts in lower case. The first two are how `Ill.`, `Gen.` and
//! `Col.` are told from the ordinary words, the last how `max.` is told from the name.

use super::Abbreviation::{
    self, Biblical, Citation, Closing, Credit, Inner, Measure, Numeric, Other, Place,
};

/// Words of one kind. Those of every language have the language `""`.
pub(super) const LISTS: &[(&str, Abbreviation, &str)] = &[
    // Titles and ranks.
    (
        "",
        Inner,
        "mr mrs ms mx messrs mmes dr drs prof profs Rev Fr Hon Gov govs Sen sens Rep Reps \
        Pres Sec Amb supt insp Det Gen lt lieut Col Maj capt cmdr cpl sgt pvt pfc Adm brig cdr Spc \
        Ens atty asst assoc sra srta dra dña profa mme mlle mgr dott Sig Hr frl Ing dipl Mons",
    ),
    // Inside a phrase.
    ("", Inner, "vs v cf viz ca approx incl excl esp resp emer"),
    (
        "",
        Numeric,
        "nr n° nº núm nro p pp pg pgs vol vols fig figs chap tel sect sects eq eqs Ref Refs App suppl rm apt abs bd abb kap s",
    ),
    (
        "en",
        Numeric,
        "Mon Tue Tues Wed Thu Thur Thurs Fri Sat no nos ch para paras Art art op ed eds ext verse tab est fl circ ~mil ~min ~max ~avg ~mus",
    ),
    ("", Closing, "etc ibid ff"),
    ("", Citation, "al cit"),
    ("", Credit, "feat"),
    // Companies and names.
    (
        "",
        Other,
        "co cos corp inc ltd bros jr sr esq ph.d m.sc b.sc dept univ assn natl intl int'l \
        nat'l govt gov't mfg cie gebr",
    ),
    // Places.
    (
        "",
        Other,
        "st ste mt mts ft pt ave av blvd rd hwy sq str bldg Ariz Calif Colo Conn \
        Fla Ga Ill Kan Kans Ky Md Mich Minn Mont Neb Nebr Nev Okla Penn Tenn Va Vt \
        Wis Wyo Ont Que ee uu",
    ),
    ("en", Place, "Mo Tex Del Ind Ore Ark Mass Miss Wash Cal Pa La Ala Alta Sask Man Id Me"),
    // Quantities and times.
    ("", Other, "bil bln mln tril trln hrs yr yrs oz lb lbs mph deg mio mrd jh tsd"),
    // Print.
    ("", Other, "cont pron abbr orig transl misc dist div jap engl"),
    (
        "",
        Biblical,
        "Gen Ex Exod Lev Num Deut Josh Judg Sam Kgs Chron Chr Neh Esth Ps Pss Prov Eccl \
        Isa Jer Lam Ezek Dan Hos Obad Mic Nah Hab Zeph Hag Zech Mal Matt Mk Lk Jn Rom Cor Gal Eph \
        Phil Col Thess Tim Tit Philem Phlm Heb Jas Pet Rev Sir Wis Macc",
    ),
    (
        "de",
        Inner,
        "bzw usw vgl ggf evtl sog inkl exkl hl ehem geb gest verh bspw bes insb insbes allg \
        dgl Hrn Fa Kl eigtl einschl gem lfd urspr zw ev kath Bürgerm stellv Dipl Mag Abg St",
    ),
    ("de", Numeric, "Art Ziff Nrn Rn Rdnr Tab Bsp Aufl Ausg Jg H Anm Abschn Lfg"),
    ("de", Closing, "usf etc dgl"),
    ("de", Other, "Str Pl Mio Mrd Tsd Jh Jhd Std Min Sek Stk Pf Kto Nachf Verf Hrsg Hbf Bhf"),
    ("fr", Inner, "MM Mgr Me Pr Vve cf env éd coll dir hab ex Sté"),
    ("fr", Numeric, "n art t chap ch par réf tél fig pl vol"),
    ("fr", Other, "bd boul av St Ste apr"),
    (
        "es",
        Inner,
        "Sr Sres Dres Lic Arq Gral Cap Tte Cnel Excmo Excma Ilmo Ilma Sto Sta Hno Hna Fdo \
        Avda Pza Dpto Depto Prov ej vid cfr aprox Dir Ud Uds Vd Ing Dr Mtro Mtra",
    ),
    ("es", Numeric, "art arts cap caps fig tel pág págs pag t vol ap"),
    ("es", Other, "Cía Cia Ltda Hnos EE UU FF AA RR HH vol admón"),
    (
        "pt",
        Inner,
        "Sr Sres Eng Arq Exmo Exma Ilmo Av Pça Gen Cel Cap Ten Dep Sen Gov Min Des Pe ex cf \
        aprox Des Com",
    ),
    ("pt", Numeric, "art arts cap fig tel pág págs pag séc vol inc"),
    ("pt", Other, "Cia Ltda Ltd"),
    (
        "it",
        Inner,
        "sig sigg avv Arch geom rag on Sen Mons Card Gen Col Cap Cav Comm Egr Gent Spett Dr \
        dott.ssa prof.ssa sig.ra sig.na p.es es cfr ca v.le p.za c.so Ill Rev",
    ),
    ("it", Numeric, "art artt pag pagg cap tav tab n nn fig sec lett"),
    ("it", Closing, "ecc"),
    (
        "nl",
        Inner,
        "dhr mevr mw ir mr drs bijv bv zgn vgl incl excl ca mgr ds gebr burg wnd min st \
        evt resp tel jhr jkvr",
    ),
    ("nl", Numeric, "blz nr art hfst afb"),
    ("nl", Closing, "enz e.d"),
    ("nl", Other, "jl nv bv"),
    (
        "sv",
        Inner,
        "t.ex bl.a s.k f.d dvs jfr resp inkl exkl ca kl fr.o.m t.o.m m.fl st tel bitr ev",
    ),
    ("sv", Numeric, "nr sid kap fig tab"),
    ("sv", Closing, "osv m.m"),
    ("sv", Other, "mkr tkr mdkr st"),
    ("da", Inner, "f.eks bl.a hhv jf inkl ekskl ca kl fhv frk hr fr tlf sml evt vedr"),
    ("da", Numeric, "nr s kap stk"),
    ("da", Closing, "osv m.m mv"),
    ("da", Other, "kr mio mia pkt"),
    (
        "pl",
        Inner,
        "ul al pl np tzw św m.in im inż mgr hab dr lek ks bp abp płk gen kpt por ppor os tj pt ww \
        gm pow woj red zob ok doc",
    ),
    ("pl", Numeric, "nr str s t rozdz rys tab poz art ust pkt godz"),
    ("pl", Closing, "itd itp in"),
    ("pl", Measure, "r w ww tys mln mld zł gr godz ha kg"),
    (
        "cs",
        Inner,
        "tzv např mj ul nám sv ing mudr judr phdr mgr rndr doc bc prof tj popř resp cca čp",
    ),
    ("cs", Numeric, "č str s obr tab čl odst kap"),
    ("cs", Closing, "atd apod aj"),
    ("cs", Measure, "r stol tis mil mld hod min kč"),
    ("hu", Inner, "dr pl ún kb szül özv ifj id ill vö ti prof sz bp"),
    ("hu", Closing, "stb"),
    ("fi", Inner, "tri esim ks ns mm vrt nk prof toim"),
    ("fi", Closing, "jne yms ym"),
    ("tr", Inner, "doç av örn bkz sn yrd öğr gör vd müh uzm op alb yzb"),
    ("tr", Closing, "vb vs"),
    ("tr", Numeric, "s no sf yy"),
    ("ro", Inner, "dl dna dvs str bd cca ing art sf jud prof dr dlui gen"),
    ("ro", Numeric, "pag art nr"),
    ("el", Inner, "κ κα κκ δρ δηλ π.χ βλ αγ οδ λεωφ καθ"),
    ("el", Closing, "κ.λπ κλπ κ.ά"),
    (
        "ru",
        Inner,
        "проф акад доц ул просп пер наб пл им гр тов св см ср напр т.е т.н т.к т.ч г-н г-жа \
        гг-да ген полк майор-ген дир зам зав корр ред изд сост чл-корр инж канд докт юр физ мат мед \
        наз букв соч бульв пос дер обл респ ок прибл исп кор",
    ),
    ("ru", Numeric, "стр рис табл гл ст п пп ч вып том разд подп ил прим тел д кв корп каб"),
    ("ru", Closing, "др пр т.д т.п проч"),
    (
        "ru",
        Measure,
        "г гг в вв н.э тыс млн млрд трлн руб коп р долл чел шт км м см кг т ц га мин сек ч л",
    ),
    ("uk", Inner, "вул просп пров напр тзв ім св див пор акад доц гр"),
    ("uk", Closing, "ін"),
    ("uk", Measure, "р рр ст тис млн млрд грн коп крб дол"),
    // Indic languages end sentences with a danda; these stand before names.
    ("hi", Inner, "डॉ डा प्रो पं श्री श्रीमती सुश्री कु मो चौ ले कर्नल एड इंजी स्व सं क्र"),
    ("mr", Inner, "श्री श्रीमती सौ कै चि ॲड अॅड प्रा"),
    ("bn", Inner, "ডা ড মো মোঃ অধ্যা প্রফে মি মিসেস ইঞ্জি"),
    ("gu", Inner, "ડૉ ડો શ્રી પ્રો"),
    ("pa", Inner, "ਡਾ ਪ੍ਰੋ ਸ੍ਰੀ"),
    ("ta", Inner, "டாக்டர் திரு திருமதி செல்வி பேரா"),
    ("te", Inner, "డా శ్రీ ప్రొ"),
    ("kn", Inner, "ಡಾ ಶ್ರೀ ಪ್ರೊ"),
    ("ml", Inner, "ഡോ ശ്രീ പ്രൊഫ"),
    ("th", Inner, "ดร ศ ผศ รศ พล.ต.อ พ.ต.อ น.ส นพ พญ"),
    ("ru", Numeric, "янв фев февр мар апр авг сен сент окт ноя нояб дек буд"),
    ("fr", Numeric, "janv févr avr juil sept oct nov déc"),
    ("es", Numeric, "ene feb mar abr jun jul ago sept oct nov dic"),
    ("pt", Numeric, "jan fev mar abr mai jun jul ago set out nov dez"),
    ("it", Numeric, "genn febbr apr giu lug sett ott nov dic"),
];

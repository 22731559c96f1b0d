// Continents, countries and states as Route 53's geolocation has them: which country lies on which continent is AWS's
// list (DG:resource-record-sets-values-geo, which leaves BV, CX, EH and HM out), names and codes are ISO 3166's short
// English ones, states are those of the United States with the District of Columbia (API:GeoLocation), and Ukraine has its
// oblasts.
// The coordinates are where most of a place's people are, roughly, to whole degrees or halves: for the model of latency
// (./latency.ts), not for maps. Table of November 2026.

import { packCode } from "./codes.ts";
import { type Point, pointAt } from "./geometry.ts";

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly point: Point;
}

export interface Country extends Area {
  /** The continent's code. */
  readonly continent: string;
}

function areas(table: string): Area[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [, code, latitude, longitude, name] = /^\s*(\S+) (\S+) (\S+) (.+)$/.exec(line) ?? [];
      return { code, name, point: pointAt(Number(latitude), Number(longitude)) };
    });
}

export const continents: readonly Area[] = areas(`
  AF 5 20 Africa
  AN -80 0 Antarctica
  AS 28 95 Asia
  EU 50 12 Europe
  NA 38 -95 North America
  OC -31 146 Oceania
  SA -18 -55 South America
`);

const countriesByContinent: Readonly<Record<string, string>> = {
  AF: `
    AO -9 14 Angola
    BF 12.5 -1.5 Burkina Faso
    BI -3.5 30 Burundi
    BJ 7 2.5 Benin
    BW -24 26 Botswana
    CD -4.5 18 Congo, The Democratic Republic of the
    CF 4.5 18.5 Central African Republic
    CG -4 15 Congo
    CI 5.5 -4 Côte d'Ivoire
    CM 4 11 Cameroon
    CV 15 -23.5 Cape Verde
    DJ 11.5 43 Djibouti
    DZ 36.5 3 Algeria
    EG 30 31 Egypt
    ER 15.5 39 Eritrea
    ET 9 38.5 Ethiopia
    GA 0.5 9.5 Gabon
    GH 6 -0.5 Ghana
    GM 13.5 -16.5 Gambia
    GN 9.5 -13.5 Guinea
    GQ 3.5 9 Equatorial Guinea
    GW 12 -15.5 Guinea-Bissau
    KE -1 37 Kenya
    KM -11.5 43.5 Comoros
    LR 6.5 -10.5 Liberia
    LS -29.5 27.5 Lesotho
    LY 32.5 15 Libya
    MA 33.5 -7 Morocco
    MG -19 47.5 Madagascar
    ML 12.5 -8 Mali
    MR 18 -16 Mauritania
    MU -20 57.5 Mauritius
    MW -14 34 Malawi
    MZ -22 35 Mozambique
    NA -22.5 17 Namibia
    NE 13.5 3 Niger
    NG 7 5 Nigeria
    RE -21 55.5 Réunion
    RW -2 30 Rwanda
    SC -4.5 55.5 Seychelles
    SD 15.5 32.5 Sudan
    SH -16 -5.5 Saint Helena
    SL 8.5 -13 Sierra Leone
    SN 14.5 -17 Senegal
    SO 2 45 Somalia
    SS 5 31.5 South Sudan
    ST 0.5 6.5 Sao Tome and Principe
    SZ -26.5 31.5 Swaziland
    TD 12 15 Chad
    TG 6.5 1 Togo
    TN 36.5 10 Tunisia
    TZ -6 37 Tanzania
    UG 0.5 32.5 Uganda
    YT -13 45 Mayotte
    ZA -27 28 South Africa
    ZM -14 28 Zambia
    ZW -18 31 Zimbabwe
  `,
  AN: `
    AQ -78 167 Antarctica
    GS -54 -36.5 South Georgia and the South Sandwich Islands
    TF -49.5 70 French Southern Territories
  `,
  AS: `
    AE 25 55 United Arab Emirates
    AF 34.5 69 Afghanistan
    AM 40 44.5 Armenia
    AZ 40.5 50 Azerbaijan
    BD 24 90.5 Bangladesh
    BH 26 50.5 Bahrain
    BN 5 115 Brunei Darussalam
    BT 27.5 89.5 Bhutan
    CC -12 97 Cocos (Keeling) Islands
    CN 33 114 China
    GE 41.5 45 Georgia
    HK 22.5 114 Hong Kong
    ID -6.5 107.5 Indonesia
    IL 32 35 Israel
    IN 23 79 India
    IO -7.5 72.5 British Indian Ocean Territory
    IQ 33.5 44.5 Iraq
    IR 35.5 51.5 Iran
    JO 32 36 Jordan
    JP 35.5 138 Japan
    KG 43 74.5 Kyrgyzstan
    KH 11.5 105 Cambodia
    KP 39 126 Korea, Democratic People's Republic of
    KR 37 127.5 Korea, Republic of
    KW 29.5 48 Kuwait
    KZ 46 72 Kazakhstan
    LA 18 102.5 Lao People's Democratic Republic
    LB 34 35.5 Lebanon
    LK 7 80 Sri Lanka
    MM 18 96 Myanmar
    MN 48 107 Mongolia
    MO 22 113.5 Macao
    MV 4 73.5 Maldives
    MY 3 101.5 Malaysia
    NP 27.5 85.5 Nepal
    OM 23.5 58.5 Oman
    PH 14 121.5 Philippines
    PK 31 72 Pakistan
    PS 32 35 Palestinian Territory, Occupied
    QA 25.5 51.5 Qatar
    SA 24.5 45 Saudi Arabia
    SG 1.5 104 Singapore
    SY 34.5 37 Syrian Arab Republic
    TH 14 100.5 Thailand
    TJ 38.5 69 Tajikistan
    TM 38 58.5 Turkmenistan
    TR 40 31 Turkey
    TW 24.5 121 Taiwan
    UZ 41 68 Uzbekistan
    VN 17 106.5 Vietnam
    YE 15 44.5 Yemen
  `,
  EU: `
    AD 42.5 1.5 Andorra
    AL 41.5 20 Albania
    AT 48 15 Austria
    AX 60 20 Åland Islands
    BA 44 18 Bosnia and Herzegovina
    BE 51 4.5 Belgium
    BG 42.5 25 Bulgaria
    BY 54 28 Belarus
    CH 47 8 Switzerland
    CY 35 33 Cyprus
    CZ 50 15.5 Czech Republic
    DE 51 10 Germany
    DK 55.5 11 Denmark
    EE 59.5 25 Estonia
    ES 40 -3.5 Spain
    FI 61 25 Finland
    FO 62 -7 Faroe Islands
    FR 47.5 2.5 France
    GB 52.5 -1.5 United Kingdom
    GG 49.5 -2.5 Guernsey
    GI 36 -5.5 Gibraltar
    GR 38.5 23.5 Greece
    HR 45.5 16 Croatia
    HU 47.5 19 Hungary
    IE 53.5 -7 Ireland
    IM 54 -4.5 Isle of Man
    IS 64 -21.5 Iceland
    IT 43 12 Italy
    JE 49 -2 Jersey
    LI 47 9.5 Liechtenstein
    LT 55 24 Lithuania
    LU 49.5 6 Luxembourg
    LV 57 24.5 Latvia
    MC 43.5 7.5 Monaco
    MD 47 29 Moldova
    ME 42.5 19 Montenegro
    MK 42 21.5 Macedonia
    MT 36 14.5 Malta
    NL 52 5 Netherlands
    NO 60 10 Norway
    PL 52 19.5 Poland
    PT 39.5 -8.5 Portugal
    RO 45 25.5 Romania
    RS 44.5 20.5 Serbia
    RU 55.5 42 Russian Federation
    SE 59 16 Sweden
    SI 46 14.5 Slovenia
    SJ 78 15.5 Svalbard and Jan Mayen
    SK 48.5 18.5 Slovakia
    SM 44 12.5 San Marino
    UA 49.5 31 Ukraine
    VA 42 12.5 Holy See (Vatican City State)
    XK 42.5 21 Kosovo
  `,
  NA: `
    AG 17 -62 Antigua and Barbuda
    AI 18 -63 Anguilla
    AW 12.5 -70 Aruba
    BB 13 -59.5 Barbados
    BL 18 -63 Saint Barthélemy
    BM 32.5 -65 Bermuda
    BQ 12 -68.5 Bonaire, Sint Eustatius and Saba
    BS 25 -77.5 Bahamas
    BZ 17.5 -88.5 Belize
    CA 45.5 -79 Canada
    CR 10 -84 Costa Rica
    CU 22.5 -80.5 Cuba
    CW 12 -69 Curaçao
    DM 15.5 -61.5 Dominica
    DO 18.5 -70 Dominican Republic
    GD 12 -61.5 Grenada
    GL 64 -51.5 Greenland
    GP 16 -61.5 Guadeloupe
    GT 14.5 -90.5 Guatemala
    HN 14.5 -87 Honduras
    HT 18.5 -72.5 Haiti
    JM 18 -77 Jamaica
    KN 17.5 -62.5 Saint Kitts and Nevis
    KY 19.5 -81 Cayman Islands
    LC 14 -61 Saint Lucia
    MF 18 -63 Saint Martin
    MQ 14.5 -61 Martinique
    MS 16.5 -62 Montserrat
    MX 20 -100 Mexico
    NI 12.5 -86 Nicaragua
    PA 9 -79.5 Panama
    PM 47 -56 Saint Pierre and Miquelon
    PR 18.5 -66.5 Puerto Rico
    SV 13.5 -89 El Salvador
    SX 18 -63 Sint Maarten
    TC 22 -72 Turks and Caicos Islands
    TT 10.5 -61.5 Trinidad and Tobago
    US 38 -92 United States
    VC 13 -61 Saint Vincent and the Grenadines
    VG 18.5 -64.5 Virgin Islands, British
    VI 18 -65 Virgin Islands, U.S.
  `,
  OC: `
    AS -14.5 -170.5 American Samoa
    AU -33 147 Australia
    CK -21 -160 Cook Islands
    FJ -18 178 Fiji
    FM 7 158 Micronesia
    GU 13.5 145 Guam
    KI 1.5 173 Kiribati
    MH 7 171 Marshall Islands
    MP 15 145.5 Northern Mariana Islands
    NC -22 166.5 New Caledonia
    NF -29 168 Norfolk Island
    NR -0.5 167 Nauru
    NU -19 -170 Niue
    NZ -38.5 175.5 New Zealand
    PF -17.5 -149.5 French Polynesia
    PG -7 146 Papua New Guinea
    PN -25 -130 Pitcairn
    PW 7.5 134.5 Palau
    SB -9.5 160 Solomon Islands
    TK -9 -172 Tokelau
    TL -8.5 125.5 Timor-Leste
    TO -21 -175 Tonga
    TV -8.5 179 Tuvalu
    UM 19.5 166.5 United States Minor Outlying Islands
    VU -17.5 168.5 Vanuatu
    WF -13.5 -176 Wallis and Futuna
    WS -14 -172 Samoa
  `,
  SA: `
    AR -34 -60 Argentina
    BO -17 -65.5 Bolivia
    BR -20 -45 Brazil
    CL -33.5 -71 Chile
    CO 5 -74.5 Colombia
    EC -1.5 -79 Ecuador
    FK -51.5 -58 Falkland Islands (Malvinas)
    GF 5 -52.5 French Guiana
    GY 6.5 -58 Guyana
    PE -11 -76.5 Peru
    PY -25.5 -57 Paraguay
    SR 6 -55 Suriname
    UY -34.5 -56 Uruguay
    VE 10 -67 Venezuela
  `,
};

/** In the order of their codes, as the API lists them. */
export const countries: readonly Country[] = Object.entries(countriesByContinent)
  .flatMap(([continent, table]) => areas(table).map((area) => ({ ...area, continent })))
  .toSorted((a, b) => (a.code < b.code ? -1 : 1));

/** States of the United States, in the order of their codes. */
const states: readonly Area[] = areas(`
  AK 61 -150 Alaska
  AL 33.5 -87 Alabama
  AR 35 -92.5 Arkansas
  AZ 33.5 -112 Arizona
  CA 35.5 -119.5 California
  CO 39.5 -105 Colorado
  CT 41.5 -73 Connecticut
  DC 39 -77 District of Columbia
  DE 39.5 -75.5 Delaware
  FL 27.5 -81.5 Florida
  GA 33.5 -84 Georgia
  HI 21.5 -158 Hawaii
  IA 42 -93 Iowa
  ID 43.5 -115.5 Idaho
  IL 41.5 -88.5 Illinois
  IN 40 -86 Indiana
  KS 38.5 -96.5 Kansas
  KY 38 -85 Kentucky
  LA 30.5 -91.5 Louisiana
  MA 42.5 -71.5 Massachusetts
  MD 39 -76.5 Maryland
  ME 44.5 -70 Maine
  MI 43 -84 Michigan
  MN 45 -93.5 Minnesota
  MO 38.5 -92 Missouri
  MS 32.5 -89.5 Mississippi
  MT 46.5 -111 Montana
  NC 35.5 -79.5 North Carolina
  ND 47.5 -99 North Dakota
  NE 41 -97 Nebraska
  NH 43 -71.5 New Hampshire
  NJ 40.5 -74.5 New Jersey
  NM 35 -106.5 New Mexico
  NV 37 -116 Nevada
  NY 41.5 -74.5 New York
  OH 40.5 -82.5 Ohio
  OK 35.5 -97 Oklahoma
  OR 45 -122.5 Oregon
  PA 40.5 -77 Pennsylvania
  RI 41.5 -71.5 Rhode Island
  SC 34 -81 South Carolina
  SD 44 -98.5 South Dakota
  TN 36 -86.5 Tennessee
  TX 31 -97.5 Texas
  UT 40.5 -112 Utah
  VA 38 -78 Virginia
  VT 44 -73 Vermont
  WA 47.5 -122 Washington
  WI 43.5 -89 Wisconsin
  WV 38.5 -81 West Virginia
  WY 42.5 -106.5 Wyoming
`);

/** Oblasts, cities and the republic of Ukraine (ISO 3166-2:UA), the other country that sets are for parts of. */
const partsOfUkraine: readonly Area[] = areas(`
  05 49 28.5 Vinnytska oblast
  07 51 25 Volynska oblast
  09 48.5 39 Luhanska oblast
  12 48.5 34.5 Dnipropetrovska oblast
  14 48 37.5 Donetska oblast
  18 50.5 28.5 Zhytomyrska oblast
  21 48.5 23 Zakarpatska oblast
  23 47.5 35.5 Zaporizka oblast
  26 48.5 24.5 Ivano-Frankivska oblast
  30 50.5 30.5 Kyiv
  32 50 30.5 Kyivska oblast
  35 48.5 32 Kirovohradska oblast
  40 44.5 33.5 Sevastopol
  43 45 34 Avtonomna Respublika Krym
  46 50 24 Lvivska oblast
  48 47 32 Mykolaivska oblast
  51 46.5 30.5 Odeska oblast
  53 49.5 34 Poltavska oblast
  56 51 26.5 Rivnenska oblast
  59 51 34 Sumska oblast
  61 49.5 25.5 Ternopilska oblast
  63 50 36.5 Kharkivska oblast
  65 46.5 33 Khersonska oblast
  68 49.5 27 Khmelnytska oblast
  71 49.5 31.5 Cherkaska oblast
  74 51.5 32 Chernihivska oblast
  77 48.5 26 Chernivetska oblast
`);

const subdivisions: ReadonlyMap<string, readonly Area[]> = new Map([
  ["US", states],
  ["UA", partsOfUkraine],
]);

/** What sets may be for in a country, by its code: states, oblasts; of most countries nothing. */
export function subdivisionsOf(country: string): readonly Area[] {
  return subdivisions.get(country) ?? [];
}

const byCode = <A extends Area>(all: readonly A[]): ReadonlyMap<number, A> =>
  new Map(all.map((area) => [packCode(area.code), area]));

const continentByCode = byCode(continents);
const countryByCode = byCode(countries);
const subdivisionsByCode = new Map(Array.from(subdivisions, ([code, parts]) => [packCode(code), byCode(parts)]));

/** By packed codes (./codes.ts); undefined for one that Route 53 does not know. */
export function continentOf(code: number): Area | undefined {
  return continentByCode.get(code);
}
export function countryOf(code: number): Country | undefined {
  return countryByCode.get(code);
}
export function subdivisionOf(country: number, code: number): Area | undefined {
  return subdivisionsByCode.get(country)?.get(code);
}

const stateCodes = new Map(states.map(({ name, code }) => [name.toLowerCase(), code]));

/** The code of a state by its English name, as tables of cities have it; "" for none. */
export function stateNamed(name: string): string {
  return stateCodes.get(name.toLowerCase()) ?? "";
}

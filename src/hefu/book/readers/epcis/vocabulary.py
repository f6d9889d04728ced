"""The words of the Core Business Vocabulary 2.0 and of GS1's sensor vocabulary, and the three ways they are written.

JSON-LD writes a bare word (`shipping`), XML a URN (`urn:epcglobal:cbv:bizstep:shipping`) or a web URI
(`https://ref.gs1.org/cbv/BizStep-shipping`, often as `cbv:BizStep-shipping`). Hefu holds the bare word. A URI of
anybody else's vocabulary stays as it is; a word that is in GS1's namespace and not in the vocabulary is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

CBV = "https://ref.gs1.org/cbv/"
VOC = "https://gs1.org/voc/"

URI_WANTED = Text("a URI (RFC 3986)", "URI（RFC 3986）")

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", re.ASCII)
# GS1's own namespaces: a word in one of them must be in the vocabulary.
_CBV_SPACES = (
    "urn:epcglobal:cbv",
    CBV,
    "http://ref.gs1.org/cbv/",
    "https://ns.gs1.org/cbv/",
    "http://ns.gs1.org/cbv/",
)
_VOC_SPACES = (
    VOC,
    "http://gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://www.gs1.org/voc/",
    "https://ref.gs1.org/voc/",
)
# Measurements and alerts were so called in the drafts of EPCIS 2.0, and still are in GS1's published hash vectors.
_DRAFT = ("MT-", "AT-")
# What the JSON schema of EPCIS 2.0 does not let a standard word be written with.
_NOT_IN_JSON = tuple(space for space in _CBV_SPACES + _VOC_SPACES if "//ref.gs1.org/" not in space)
_STANDARD_PREFIXES = ("cbv:", "epcis:", "gs1:")
# A prefix that hides a scheme would turn every identifier of that scheme into something else.
SCHEMES = frozenset(["data", "did", "doi", "geo", "http", "https", "mailto", "ni", "tag", "tel", "urn"])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list of words: what precedes a word in its URN and in its web URI."""

    urn: str
    web: str
    words: frozenset[str]

    def uri(self, value: str) -> str:
        """Return the web URI of a word as Hefu holds it; somebody else's URI as it is."""
        return self.web + value if value in self.words else value


def _list(urn: str, web: str, words: str) -> Vocabulary:
    return Vocabulary(urn and f"urn:epcglobal:cbv:{urn}:", web, frozenset(words.split()))


VOCABULARIES: Mapping[str, Vocabulary] = {
    "bizStep": _list(
        "bizstep",
        CBV + "BizStep-",
        """accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
        decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting
        installing killing loading other packing picking receiving removing repackaging repairing replacing
        reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing
        transporting unloading unpacking void_shipping""",
    ),
    "disposition": _list(
        "disp",
        CBV + "Disp-",
        """active available completeness_inferred completeness_verified conformant container_closed container_open
        damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class
        mismatch_instance mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other
        partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible
        stolen unavailable unknown""",
    ),
    "bizTransaction": _list(
        "btt", CBV + "BTT-", "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"
    ),
    "sourceDest": _list("sdt", CBV + "SDT-", "location owning_party possessing_party"),
    "reason": _list("er", CBV + "ER-", "did_not_occur incorrect_data"),
    "component": _list(
        "comp",
        CBV + "Comp-",
        """altitude axial_distance azimuth easting elevation_angle height latitude longitude northing polar_angle
        spherical_radius x y z""",
    ),
    "exception": _list("", VOC, "ALARM_CONDITION ERROR_CONDITION"),
    "measurement": _list(
        "",
        VOC,
        """AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
        AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance
        Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity
        ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency
        Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux
        LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration
        MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power
        Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle
        SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
        VolumeFraction VolumetricFlux Wavenumber""",
    ),
}
"""CBV 2.0 chapter 7 and the measurement and alert types of the GS1 Web Vocabulary, as EPCIS 2.0 uses them."""


def is_uri(text: str) -> bool:
    """Tell whether a text is an absolute URI by RFC 3986."""
    return _URI.fullmatch(text) is not None


def expanded(uri: str, prefixes: Mapping[str, str]) -> str:
    """Return a compact URI (`cbv:Disp-active`) written out; what has no declared prefix stays as it is."""
    prefix, colon, rest = uri.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes and prefix not in SCHEMES else uri


def word_of(name: str, text: str, field: str, prefixes: Mapping[str, str], *, bare: bool) -> str:
    """Return a vocabulary's word, or somebody else's URI as written.

    `bare` says that standard words come without a namespace, as in JSON-LD; there the URN form is refused as
    the EPCIS schema refuses it. Raises RefusalError (CODE_UNKNOWN).
    """
    vocabulary = VOCABULARIES[name]
    if bare and text in vocabulary.words:
        return text
    uri = expanded(text, prefixes) if is_uri(text) else ""
    if not uri or (bare and text.startswith(_NOT_IN_JSON)):
        raise refuse(Refusal.CODE_UNKNOWN, field=field, value=text[:80])
    spaces = _VOC_SPACES if vocabulary.web == VOC else _CBV_SPACES
    stems = spaces if vocabulary.web == VOC else (vocabulary.urn, vocabulary.web)
    for stem in stems:
        word = uri.removeprefix(stem)
        if word != uri and word in vocabulary.words:
            return word
        if word != uri and word.startswith(_DRAFT) and stems is _VOC_SPACES:
            return VOC + word
    if uri.startswith(spaces):
        raise refuse(Refusal.CODE_UNKNOWN, field=field, value=text[:80])
    return uri if text.startswith(_STANDARD_PREFIXES) else text

"""Each term of the graph, once: a closed namespace, so that a misspelt term raises at once.

The definitions are in ``ontology/plan.ttl``; a test compares the two, both ways.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

ONT = "https://w3id.org/plankg/ont#"
ID = "https://w3id.org/plankg/id/"


class PLAN(DefinedNamespace):
    """Classes, properties and concepts of the plan ontology."""

    _fail = True
    _NS = Namespace(ONT)

    # documents
    Plan: URIRef
    Section: URIRef
    Passage: URIRef
    Statement: URIRef
    start: URIRef  # integer, code points of the plan's clean text
    end: URIRef
    text: URIRef  # a passage's sentence, a goal's wording
    page: URIRef
    paragraph: URIRef  # integer from 0: passages with the same number stand in one paragraph
    order: URIRef  # integer from 0: place of a section or passage in the plan
    section: URIRef  # passage -> section
    parent: URIRef  # section -> section
    level: URIRef
    past: URIRef  # boolean on sections and passages: reviews what was achieved
    ofPlan: URIRef  # passage, section -> plan
    planningPlace: URIRef
    planYear: URIRef  # gYear, delivered
    periodStart: URIRef
    periodEnd: URIRef
    planKind: URIRef
    forYear: URIRef  # section -> gYear it plans for
    sourceFile: URIRef
    # entities
    Entity: URIRef
    Place: URIRef
    AdministrativeDivision: URIRef
    Country: URIRef
    Province: URIRef
    Prefecture: URIRef
    County: URIRef
    Township: URIRef
    Village: URIRef
    Region: URIRef
    CityCluster: URIRef
    Water: URIRef
    Mountain: URIRef
    UrbanArea: URIRef
    Project: URIRef
    Industry: URIRef
    Organization: URIRef
    Measure: URIRef
    Brand: URIRef
    Indicator: URIRef
    Target: URIRef
    Goal: URIRef
    Figure: URIRef  # superclass of Target and Outcome: an indicator with a number
    Outcome: URIRef  # an achieved figure, from a review
    # kinds of project, subclasses of Project
    Railway: URIRef
    Expressway: URIRef
    Road: URIRef
    Airport: URIRef
    Energy: URIRef
    IndustrialZone: URIRef
    Base: URIRef
    ScenicArea: URIRef
    Venue: URIRef
    DataCentre: URIRef
    InnovationPlatform: URIRef
    Ecology: URIRef
    WaterWorks: URIRef
    Urban: URIRef
    Rural: URIRef
    OtherProject: URIRef
    # attributes of entities
    code: URIRef
    within: URIRef
    validFrom: URIRef  # gYear, first year of a division's name
    validTo: URIRef  # gYear, last year of a former division's name
    kind: URIRef  # project -> a subclass of Project
    status: URIRef  # project -> a status concept
    commitment: URIRef  # status concept -> integer 1 (planned) to 5 (completed)
    StatusPlan: URIRef
    StatusStart: URIRef
    StatusBuild: URIRef
    StatusUpgrade: URIRef
    StatusExtend: URIRef
    StatusOperate: URIRef
    StatusSupport: URIRef
    StatusProtect: URIRef
    StatusComplete: URIRef
    StatusOther: URIRef
    Status: URIRef
    # relations
    relation: URIRef  # superproperty of the seven
    locatedIn: URIRef
    connects: URIRef
    partOf: URIRef
    develops: URIRef
    serves: URIRef
    radiates: URIRef
    cooperatesWith: URIRef
    mentionedIn: URIRef
    # targets and goals
    subject: URIRef
    subjectText: URIRef  # the subject's words where they name no entity of the plan
    indicator: URIRef
    indicatorText: URIRef  # the plan's words for the indicator where its label has others
    schemeRule: URIRef  # industry, indicator -> why it falls under its skos:broader: "head:氢能", "term:投资"
    operator: URIRef
    value: URIRef
    unit: URIRef
    per: URIRef
    deadline: URIRef
    withinYears: URIRef
    binding: URIRef
    baseline: URIRef
    # achieved figures
    achievedYear: URIRef  # gYear, the (last) year the figure is of
    achievedSince: URIRef  # gYear, the first year of a figure of several years
    expected: URIRef  # boolean: the report gives the figure as provisional
    # statements
    passage: URIRef
    rule: URIRef
    inferred: URIRef
    quote: URIRef
    Evidence: URIRef  # a further place where a statement is said
    furtherEvidence: URIRef  # statement -> evidence, for the second sentence and on

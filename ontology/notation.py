"""The words of the annotation format and the terms of the graph that they stand for.

The same pairs are ``skos:notation`` in ``ontology/plan.ttl``; a test compares the two.
"""

from __future__ import annotations

from types import MappingProxyType

from rdflib import URIRef

from ontology.vocab import PLAN

ENTITY_CLASSES: MappingProxyType[str, URIRef] = MappingProxyType(
    {
        "place": PLAN.Place,
        "project": PLAN.Project,
        "industry": PLAN.Industry,
        "organization": PLAN.Organization,
        "measure": PLAN.Measure,
        "brand": PLAN.Brand,
    }
)

RELATIONS: MappingProxyType[str, URIRef] = MappingProxyType(
    {
        "located_in": PLAN.locatedIn,
        "connects": PLAN.connects,
        "part_of": PLAN.partOf,
        "develops": PLAN.develops,
        "serves": PLAN.serves,
        "radiates": PLAN.radiates,
        "cooperates": PLAN.cooperatesWith,
    }
)

PROJECT_KINDS: MappingProxyType[str, URIRef] = MappingProxyType(
    {
        "railway": PLAN.Railway,
        "expressway": PLAN.Expressway,
        "road": PLAN.Road,
        "airport": PLAN.Airport,
        "energy": PLAN.Energy,
        "industrial_zone": PLAN.IndustrialZone,
        "base": PLAN.Base,
        "scenic_area": PLAN.ScenicArea,
        "venue": PLAN.Venue,
        "data_centre": PLAN.DataCentre,
        "innovation_platform": PLAN.InnovationPlatform,
        "ecology": PLAN.Ecology,
        "water": PLAN.WaterWorks,
        "urban": PLAN.Urban,
        "rural": PLAN.Rural,
        "other": PLAN.OtherProject,
    }
)

STATUSES: MappingProxyType[str, URIRef] = MappingProxyType(
    {
        "plan": PLAN.StatusPlan,
        "start": PLAN.StatusStart,
        "build": PLAN.StatusBuild,
        "upgrade": PLAN.StatusUpgrade,
        "extend": PLAN.StatusExtend,
        "operate": PLAN.StatusOperate,
        "support": PLAN.StatusSupport,
        "protect": PLAN.StatusProtect,
        "complete": PLAN.StatusComplete,
        "other": PLAN.StatusOther,
    }
)

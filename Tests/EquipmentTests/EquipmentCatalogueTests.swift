import Equipment
import Testing

struct EquipmentCatalogueTests {}

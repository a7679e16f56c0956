/// All equipment that this package knows, in the order of `denchi equipment list`.
public enum EquipmentCatalogue {}

"""What is known of each patient: its number, its name and its group."""


def patient(number, name, group):
    def register(cls):
        cls.number, cls.name, cls.group = number, name, group
        return cls

    return register

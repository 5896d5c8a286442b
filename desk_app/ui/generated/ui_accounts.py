# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'accounts.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QAbstractItemView, QApplication, QDialog, QHBoxLayout,
    QHeaderView, QLabel, QPushButton, QSizePolicy,
    QSpacerItem, QTableWidget, QTableWidgetItem, QVBoxLayout,
    QWidget)

from desk_app.ui.widgets.buttons import PrimaryButton

class Ui_AccountsDialog(object):
    def setupUi(self, AccountsDialog):
        if not AccountsDialog.objectName():
            AccountsDialog.setObjectName(u"AccountsDialog")
        self.column = QVBoxLayout(AccountsDialog)
        self.column.setSpacing(12)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(16, 16, 16, 16)
        self.title = QLabel(AccountsDialog)
        self.title.setObjectName(u"title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)

        self.column.addWidget(self.title)

        self.people = QTableWidget(AccountsDialog)
        self.people.setObjectName(u"people")
        self.people.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.people.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.people.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.people.setShowGrid(False)
        self.people.setTabKeyNavigation(False)
        self.people.setAlternatingRowColors(True)

        self.column.addWidget(self.people)

        self.notice_holder = QWidget(AccountsDialog)
        self.notice_holder.setObjectName(u"notice_holder")

        self.column.addWidget(self.notice_holder)

        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.setObjectName(u"buttons")
        self.add = QPushButton(AccountsDialog)
        self.add.setObjectName(u"add")

        self.buttons.addWidget(self.add)

        self.change = QPushButton(AccountsDialog)
        self.change.setObjectName(u"change")

        self.buttons.addWidget(self.change)

        self.set_password = QPushButton(AccountsDialog)
        self.set_password.setObjectName(u"set_password")

        self.buttons.addWidget(self.set_password)

        self.recovery = QPushButton(AccountsDialog)
        self.recovery.setObjectName(u"recovery")

        self.buttons.addWidget(self.recovery)

        self.space = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttons.addItem(self.space)

        self.done = PrimaryButton(AccountsDialog)
        self.done.setObjectName(u"done")

        self.buttons.addWidget(self.done)


        self.column.addLayout(self.buttons)


        self.retranslateUi(AccountsDialog)

        self.done.setDefault(True)


        QMetaObject.connectSlotsByName(AccountsDialog)
    # setupUi

    def retranslateUi(self, AccountsDialog):
        AccountsDialog.setWindowTitle(QCoreApplication.translate("AccountsDialog", u"Accounts", None))
        self.title.setText(QCoreApplication.translate("AccountsDialog", u"Accounts", None))
#if QT_CONFIG(accessibility)
        self.people.setAccessibleName(QCoreApplication.translate("AccountsDialog", u"Accounts", None))
#endif // QT_CONFIG(accessibility)
        self.add.setText(QCoreApplication.translate("AccountsDialog", u"Add a colleague\u2026", None))
        self.change.setText(QCoreApplication.translate("AccountsDialog", u"Change\u2026", None))
        self.set_password.setText(QCoreApplication.translate("AccountsDialog", u"Set the password\u2026", None))
        self.recovery.setText(QCoreApplication.translate("AccountsDialog", u"Recovery key\u2026", None))
        self.done.setText(QCoreApplication.translate("AccountsDialog", u"Close", None))
    # retranslateUi

